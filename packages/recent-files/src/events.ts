import { type ErrorScope, type Fact, type HostError, type PhaseEvent, toTriageError } from "@livetriage/triage-core";
import { toRfc3339, toText } from "@livetriage/triage-core/text";
import type { FileModification } from "./item.ts";
import type { Prune, WalkPlan } from "./plan-walk.ts";
import type { EngineEvent } from "./walk.ts";
import type { Window } from "./window.ts";

type Event = PhaseEvent<FileModification>;

/** Facts whose number the host decides are listed up to here, then counted. */
const MAX_LISTED = 64;

function factEvent(id: string, source: string, value: string, count?: number): Event {
  const fact: Fact = { id, source, value, ...(count === undefined ? {} : { count }) };
  return { kind: "fact", fact };
}

export function errorEvent(error: HostError, scope: ErrorScope = "source"): Event {
  return { kind: "error", error: toTriageError(error, { scope, source: placePattern(error.path) }) };
}

/** What the window was, so that a reader of the document need not compute it. */
export function windowEvent({ fromNs, untilNs, focusNs }: Window): Event {
  const until = untilNs === null ? "open" : toRfc3339(untilNs);
  return factEvent("window", "params", `${toRfc3339(fromNs)} to ${until}, nearest to ${toRfc3339(focusNs)} first`);
}

/** The error of a window that ends before it begins, as one before the default start does; null for any other. */
export function windowError({ fromNs, untilNs }: Window): Event | null {
  if (untilNs === null || untilNs >= fromNs) return null;
  const message = "The window ends before it begins: with an end in the past, say since when.";
  return { kind: "error", error: { kind: "unsupported", scope: "phase", source: "params", message } };
}

/**
 * Where the walk starts and where it turns back, by `mountinfo`. What can hold files and is not entered is an error, the
 * rest facts.
 */
export function* planEvents({ starts, prunes }: WalkPlan, mountinfo: string): Generator<Event> {
  for (const path of starts.slice(0, MAX_LISTED)) yield factEvent("start", "params", toText(path).text);
  if (starts.length > MAX_LISTED) yield factEvent("more_starts", "params", "not listed", starts.length - MAX_LISTED);
  const shown = [...prunes.values()].filter(({ why }) => why !== "cache" && why !== "pseudo" && why !== "container");
  for (const prune of shown.slice(0, MAX_LISTED)) yield pruneEvent(prune, mountinfo);
  if (shown.length > MAX_LISTED)
    yield factEvent("more_not_entered", mountinfo, "not listed", shown.length - MAX_LISTED);
  const count = (why: Prune["why"]) => [...prunes.values()].filter((prune) => prune.why === why).length;
  if (count("container") > 0)
    yield factEvent("containers_not_entered", mountinfo, "overlay mounts", count("container"));
  if (count("pseudo") > 0) yield factEvent("pseudo_not_entered", mountinfo, "kernel file systems", count("pseudo"));
  if (count("cache") > 0) yield factEvent("caches_not_entered", "~/.cache and the like", "below homes", count("cache"));
}

/** An engine's own events in the contract's form. */
export function engineEvent(event: Exclude<EngineEvent, { kind: "seen" }>): Event {
  if (event.kind === "error") return errorEvent(event.error);
  if (event.kind === "truncation") return event;
  return factEvent(event.id, "engine", event.value, event.count);
}

function pruneEvent({ path, why, detail }: Prune, mountinfo: string): Event {
  const { text, base64 } = toText(path);
  if (why === "alias") return factEvent("walked_elsewhere", mountinfo, `${text} is ${toText(detail).text}`);
  return {
    kind: "error",
    error: {
      kind: "skipped",
      scope: "source",
      source: mountinfo,
      path: text,
      ...(base64 === null ? {} : { path_base64: base64 }),
      why: "policy",
      message: `${why} file system (${detail}) not entered`,
    },
  };
}

/** The first two components of a path stand for what lies below: few enough sources to count errors by. */
function placePattern(path: string): string {
  const ofProcess = /^\/proc\/\d+(\/[^/]+)?/.exec(path);
  if (ofProcess !== null) return `/proc/[pid]${ofProcess[1] ?? "/fd"}`;
  const [first, second] = toText(path).text.split("/").slice(1);
  return second === undefined ? `/${first}/**` : `/${first}/${second}/**`;
}
