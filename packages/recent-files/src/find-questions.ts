import type { DirEntry, HostReader } from "@livetriage/triage-core";
import { hasInvalidBytes, type LosslessString } from "@livetriage/triage-core/text";
import { firmParents } from "./firm-parents.ts";
import { join, selfAndAncestors } from "./mount-table.ts";
import type { WalkPlan } from "./plan-walk.ts";

/** One `find` to run. */
export interface Question {
  readonly starts: readonly LosslessString[];
  readonly prune: readonly LosslessString[];
  /** Start points of the plan that they lie at or below. */
  readonly roots: readonly LosslessString[];
}

/** What is left to `find`. */
export interface Questions {
  /** Where only root writes: nothing need be known of these places before `find` goes there. */
  readonly closed: readonly Question[];
  /** Where users may write. */
  readonly open: Promise<OpenQuestions>;
}

/** Places cut into parts, and the listings of the directories above these. */
export interface OpenQuestions {
  readonly listed: readonly Listed[];
  readonly questions: readonly Question[];
}

/** A directory whose entries are told by a list, so that `find` can start at each of its directories. */
export interface Listed {
  readonly path: LosslessString;
  readonly entries: readonly DirEntry[];
}

/** Where only root writes. `find` goes there first: a flood elsewhere must not use up the time of these places. */
const CLOSED_TO_USERS = /^\/(?:usr|etc|bin|sbin|lib(?:32|64)?|boot|efi)(?:\/|$)/;

/** Parts that a tree is cut into, so that programs side by side end at about the same time. */
const PARTS = 2;
/** Directories from which on a start point is in parts enough. */
const ENOUGH = 16;
const MOST_ROUNDS = 3;
const MOST_NAMES = 4096;
/** Characters of the start points of one command line. */
const MOST_CHARACTERS = 200_000;

/** What is to be asked. */
interface Asked {
  readonly prunes: WalkPlan["prunes"];
  readonly directories: readonly LosslessString[];
  readonly sinceNs: bigint;
  readonly inParts: boolean;
}

/**
 * The directories of a plan as questions, those where users may write in parts of about equal size. A start point inside a
 * pruned directory needs a question of its own, which does not turn back there.
 */
export function findQuestions(host: HostReader, { prunes, directories, sinceNs, inParts }: Asked): Questions {
  const isInside = (start: LosslessString) => [...selfAndAncestors(start)].some((path) => prunes.has(path));
  const roots = directories.filter((start) => !isInside(start));
  const isClosed = (start: LosslessString) => CLOSED_TO_USERS.test(start);
  const closed = roots.filter(isClosed);
  const alone = directories.filter(isInside).map((start) => toQuestion([start], [start], prunes));
  const isFirm = firmParents(host);
  const list = async (path: LosslessString) => ((await isFirm(path)) ? listShort(host, path, sinceNs) : null);
  const cut = async (start: LosslessString): Promise<Cut> =>
    inParts ? cutUp(start, prunes, list) : { listed: [], whole: [start] };
  const cutOpen = async (): Promise<OpenQuestions> => {
    const cuts = await Promise.all(roots.filter((start) => !isClosed(start)).map(cut));
    const parts = toParts(cuts.flatMap(({ whole }) => whole));
    return {
      listed: cuts.flatMap(({ listed }) => listed),
      questions: [...parts.map((starts) => toQuestion(starts, roots, prunes)), ...alone],
    };
  };
  return { closed: closed.length === 0 ? [] : [toQuestion(closed, roots, prunes)], open: cutOpen() };
}

/** With what is pruned below the start points only: `find` holds every name that it sees against it. */
function toQuestion(
  starts: readonly LosslessString[],
  roots: readonly LosslessString[],
  prunes: WalkPlan["prunes"],
): Question {
  const own = new Set(starts);
  const isBelow = (path: LosslessString) =>
    !own.has(path) && [...selfAndAncestors(path)].some((above) => own.has(above));
  return { starts, prune: [...prunes.keys()].filter(isBelow), roots };
}

/** A start point in parts: directories that were listed, and those below them that are walked. */
interface Cut {
  readonly listed: readonly Listed[];
  readonly whole: readonly LosslessString[];
}

/** A link swapped in above a part would lead `find` elsewhere, so only directories with firm parents are cut up. */
async function cutUp(
  start: LosslessString,
  prunes: WalkPlan["prunes"],
  list: (path: LosslessString) => Promise<Listed | null>,
): Promise<Cut> {
  const listed: Listed[] = [];
  const whole: LosslessString[] = [];
  let open = [start];
  for (let round = 0; round < MOST_ROUNDS && open.length > 0 && whole.length + open.length < ENOUGH; round++) {
    const answers = await Promise.all(open.map(list));
    const told = answers.filter((answer) => answer !== null);
    whole.push(...open.filter((_path, i) => answers[i] === null));
    listed.push(...told);
    open = told.flatMap(directoriesIn).filter((path) => !prunes.has(path));
  }
  return { listed, whole: [...whole, ...open] };
}

/** The entries of a directory; null where a short list does not tell them all, or a command line cannot name them. */
async function listShort(host: HostReader, path: LosslessString, changedSinceNs: bigint): Promise<Listed | null> {
  const listing = await host.list(path, { maxEntries: MOST_NAMES, noFollow: true, changedSinceNs });
  if (!listing.ok || listing.value.more) return null;
  const { entries } = listing.value;
  const isTold =
    entries.every(({ glance }) => glance !== undefined) && !directoriesIn({ path, entries }).some(hasInvalidBytes);
  return isTold ? { path, entries } : null;
}

function directoriesIn({ path, entries }: Listed): LosslessString[] {
  return entries.filter(({ glance }) => glance?.type === "directory").map(({ name }) => join(path, name));
}

function toParts(starts: readonly LosslessString[]): LosslessString[][] {
  const characters = starts.reduce((sum, path) => sum + path.length, 0);
  const count = Math.max(Math.min(PARTS, starts.length), Math.ceil(characters / MOST_CHARACTERS));
  return Array.from({ length: count }, (_, part) => starts.filter((_path, i) => i % count === part));
}
