import type { HostReader } from "@livetriage/triage-core";
import { hasInvalidBytes, type LosslessString } from "@livetriage/triage-core/text";
import { firmParents } from "./firm-parents.ts";
import { isWithin, join } from "./mount-table.ts";
import type { WalkPlan } from "./plan-walk.ts";

/** One `find` to run. */
export interface Question {
  readonly starts: readonly LosslessString[];
  readonly prune: readonly LosslessString[];
  /** Start points of the plan that they lie at or below. */
  readonly roots: readonly LosslessString[];
  /** Look only at what lies directly below, as the directories there are another question's start points. */
  readonly shallow: boolean;
}

/** Where users may write. `find` goes there last: a flood there must not use up the time of all other places. */
const OPEN_TO_USERS = /^\/(?:tmp|dev|run|home|srv|var|mnt|media)(?:\/|$)/;

/** Parts that a tree is cut into, so that programs side by side end at about the same time. */
const PARTS = 4;
/** Directories from which on a start point is in parts enough. */
const ENOUGH = 16;
const MOST_ROUNDS = 3;
const MOST_NAMES = 4096;
/** Characters of the start points of one command line. */
const MOST_CHARACTERS = 200_000;

/**
 * The directories of a plan as questions of about equal size, those where users may write last. A start point inside a
 * pruned directory needs a question of its own, which does not turn back there.
 */
export async function findQuestions(
  host: HostReader,
  { prunes }: Pick<WalkPlan, "prunes">,
  directories: readonly LosslessString[],
): Promise<Question[]> {
  const prune = [...prunes.keys()];
  const isInside = (start: LosslessString) => prune.some((path) => isWithin(start, path));
  const outside = directories.filter((start) => !isInside(start));
  const isFirm = firmParents(host);
  const cuts = await Promise.all(outside.map((start) => cutUp(host, start, prunes, isFirm)));
  const tiers = [false, true].map((isOpen) =>
    cuts.filter((_cut, i) => OPEN_TO_USERS.test(outside[i] ?? "") === isOpen),
  );
  const together = tiers.flatMap(toParts).map((part) => ({ ...part, prune, roots: outside }));
  const alone = directories.filter(isInside).map((start) => {
    const below = prune.filter((path) => path !== start && isWithin(path, start));
    return { starts: [start], prune: below, roots: [start], shallow: false };
  });
  return [...together, ...alone];
}

/** A start point in parts: directories of which only the names are looked at, and those that are walked. */
interface Cut {
  readonly shallow: readonly LosslessString[];
  readonly whole: readonly LosslessString[];
}

/** A link swapped in above a part would lead `find` elsewhere, so only directories with firm parents are cut up. */
async function cutUp(
  host: HostReader,
  start: LosslessString,
  prunes: WalkPlan["prunes"],
  isFirm: (path: LosslessString) => Promise<boolean>,
): Promise<Cut> {
  let shallow: LosslessString[] = [];
  let whole: LosslessString[] = [];
  let open = [start];
  for (let round = 0; round < MOST_ROUNDS && open.length > 0 && whole.length + open.length < ENOUGH; round++) {
    const children = await Promise.all(
      open.map(async (path) => ((await isFirm(path)) ? directoriesIn(host, path, prunes) : null)),
    );
    shallow = [...shallow, ...open.filter((_path, i) => children[i] !== null)];
    whole = [...whole, ...open.filter((_path, i) => children[i] === null)];
    open = children.flatMap((paths) => paths ?? []);
  }
  return { shallow, whole: [...whole, ...open] };
}

/** The directories in a directory that a command line can name; null where they cannot all be told by one short list. */
async function directoriesIn(
  host: HostReader,
  path: LosslessString,
  prunes: WalkPlan["prunes"],
): Promise<LosslessString[] | null> {
  const listing = await host.list(path, { maxEntries: MOST_NAMES, noFollow: true });
  if (!listing.ok || listing.value.more) return null;
  const { entries } = listing.value;
  const directories = entries.filter(({ type }) => type === "directory").map(({ name }) => join(path, name));
  const isTold = !entries.some(({ type }) => type === "unknown") && !directories.some(hasInvalidBytes);
  return isTold ? directories.filter((directory) => !prunes.has(directory)) : null;
}

function toParts(cuts: readonly Cut[]): Pick<Question, "starts" | "shallow">[] {
  const shallow = cuts.flatMap((cut) => cut.shallow);
  const whole = cuts.flatMap((cut) => cut.whole);
  const characters = whole.reduce((sum, path) => sum + path.length, 0);
  const count = Math.max(Math.min(PARTS, whole.length), Math.ceil(characters / MOST_CHARACTERS));
  const parts = Array.from({ length: count }, (_, part) => whole.filter((_path, i) => i % count === part));
  return [
    ...(shallow.length === 0 ? [] : [{ starts: shallow, shallow: true }]),
    ...parts.map((starts) => ({ starts, shallow: false })),
  ];
}
