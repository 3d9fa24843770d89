import { parseDuration, parseRfc3339 } from "@livetriage/triage-core/text";

/** The span of time that counts as recent, and the instant that candidates are ranked around. Nanoseconds since the epoch. */
export interface Window {
  readonly fromNs: bigint;
  /** Null when the window is open towards the future, so that files dated ahead of the clock are seen. */
  readonly untilNs: bigint | null;
  readonly focusNs: bigint;
}

/** The window as it comes from a command line. */
export interface WindowParams {
  readonly since?: string | undefined;
  readonly until?: string | undefined;
  readonly around?: string | undefined;
}

/** Which of the two times lie in the window. */
export type RecentBy = "mtime" | "ctime" | "both";

/** Length of the window when nothing is asked for. */
const DEFAULT_SINCE = "30d";

/** An instant, either `30d` before `nowNs` or RFC 3339 with a zone; null for anything else. */
export function parseSince(text: string, nowNs: bigint): bigint | null {
  const ago = parseDuration(text);
  return ago === null ? parseRfc3339(text) : nowNs - ago;
}

/**
 * An instant and the distance to both sides of it; null for anything else.
 *
 * Shape: `2026-11-23T03:33:18Z±4h`, or `+-` where the keyboard has no `±`.
 */
export function parseAround(text: string): { readonly atNs: bigint; readonly withinNs: bigint } | null {
  const match = /^(.+?)(?:±|\+-)(\w+)$/.exec(text);
  if (match === null) return null;
  const atNs = parseRfc3339(match[1] as string);
  const withinNs = parseDuration(match[2] as string);
  return atNs === null || withinNs === null ? null : { atNs, withinNs };
}

/** The window of parameters that the schema has accepted; with `until` or `around` nearness to it replaces newness. */
export function toWindow(params: WindowParams, nowNs: bigint): Window {
  const around = params.around === undefined ? null : parseAround(params.around);
  if (around !== null) {
    const { atNs, withinNs } = around;
    return { fromNs: atNs - withinNs, untilNs: atNs + withinNs, focusNs: atNs };
  }
  const fromNs = parseSince(params.since ?? DEFAULT_SINCE, nowNs) ?? nowNs;
  const untilNs = params.until === undefined ? null : parseRfc3339(params.until);
  return { fromNs, untilNs, focusNs: untilNs ?? nowNs };
}

/** Which of a file's two times lie in the window, null when neither does. */
export function recentBy(window: Window, mtimeNs: bigint, ctimeNs: bigint): RecentBy | null {
  const byMtime = isWithin(window, mtimeNs);
  const byCtime = isWithin(window, ctimeNs);
  if (byMtime) return byCtime ? "both" : "mtime";
  return byCtime ? "ctime" : null;
}

/** Nanoseconds between the focus and the nearest of the times that lie in the window; a rank, so a plain number will do. */
export function distanceToFocus(window: Window, by: RecentBy, mtimeNs: bigint, ctimeNs: bigint): number {
  const mtime = Math.abs(Number(mtimeNs - window.focusNs));
  const ctime = Math.abs(Number(ctimeNs - window.focusNs));
  if (by === "both") return Math.min(mtime, ctime);
  return by === "mtime" ? mtime : ctime;
}

function isWithin(window: Window, ns: bigint): boolean {
  return ns >= window.fromNs && (window.untilNs === null || ns <= window.untilNs);
}
