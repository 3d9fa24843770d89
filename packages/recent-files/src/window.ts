import { type FileGlance, instantOf } from "@livetriage/triage-core";
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

/** A window in the form in which glances are compared with it. */
export interface WindowTest {
  /** Which of a file's two times lie in the window, null when neither does. */
  recentBy(times: Times): RecentBy | null;
  /** Nanoseconds between the focus and the nearest of the times that lie in the window; a rank, so a number will do. */
  distance(by: RecentBy, times: Times): number;
}

type Times = Omit<FileGlance, "type" | "mode" | "uid">;

export function windowTest({ fromNs, untilNs, focusNs }: Window): WindowTest {
  const from = instantOf(fromNs);
  const until = untilNs === null ? null : instantOf(untilNs);
  const focus = instantOf(focusNs);
  const isWithin = (s: number, n: number): boolean =>
    !isBefore(s, n, from.s, from.n) && (until === null || !isBefore(until.s, until.n, s, n));
  const distance = (s: number, n: number): number => Math.abs((s - focus.s) * 1e9 + (n - focus.n));
  return {
    recentBy({ mtime_s, mtime_n, ctime_s, ctime_n }) {
      const byMtime = isWithin(mtime_s, mtime_n);
      const byCtime = isWithin(ctime_s, ctime_n);
      if (byMtime) return byCtime ? "both" : "mtime";
      return byCtime ? "ctime" : null;
    },
    distance(by, { mtime_s, mtime_n, ctime_s, ctime_n }) {
      if (by === "mtime") return distance(mtime_s, mtime_n);
      if (by === "ctime") return distance(ctime_s, ctime_n);
      return Math.min(distance(mtime_s, mtime_n), distance(ctime_s, ctime_n));
    },
  };
}

/** Is one instant, in seconds and nanoseconds, earlier than another? */
export function isBefore(s: number, n: number, thanS: number, thanN: number): boolean {
  return s < thanS || (s === thanS && n < thanN);
}
