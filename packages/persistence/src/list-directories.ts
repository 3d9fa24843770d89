import {
  type DirEntry,
  type HostReader,
  type Listing,
  type Result,
  type Tables,
  type TriageError,
  type Truncation,
  toTriageError,
} from "@livetriage/triage-core";
import type { LosslessString } from "@livetriage/triage-core/text";

/** What is looked at at most. */
export interface GlobLimits {
  /** Names of one directory. */
  readonly directory_entries: number;
  /** Names below one tree: a directory of the root, or one that others than root may fill. */
  readonly tree_entries: number;
}

/** What could not be looked at. */
export interface Gaps {
  readonly errors: TriageError[];
  readonly truncations: Truncation[];
}

/** The entries of a directory by its path without links; none where it cannot be listed, which is told. */
export type ListDirectory = (path: LosslessString) => Promise<readonly DirEntry[]>;

/** What is there in passing and is no gap: the place does not exist on this host. */
export const ABSENT: ReadonlySet<string> = new Set(["ENOENT", "ENOTDIR", "NOT_RECORDED"]);

/** Where directories are listed. */
export interface Lists {
  readonly host: HostReader;
  readonly tables: Pick<Tables, "packageListing">;
}

/** The one directory that has thousands of names by nature: several for each package. */
const CROWDED = "/var/lib/dpkg/info";
const CROWDED_FACTOR = 16;

const TREE = /^\/(?:run\/user\/[^/]+|var\/tmp|[^/]+)/;

/** Lists each directory once, however many links lead to it: a merged /usr has many of them twice. */
export function createLister(source: Lists, limits: GlobLimits, { errors, truncations }: Gaps): ListDirectory {
  const lists = new Map<LosslessString, Promise<readonly DirEntry[]>>();
  const listed = new Map<string, number>();
  const list = async (path: LosslessString): Promise<readonly DirEntry[]> => {
    const { directory_entries, tree_entries } = limits;
    const tree = TREE.exec(path)?.[0] ?? path;
    const left = tree_entries - (listed.get(tree) ?? 0);
    const most = path === CROWDED ? directory_entries * CROWDED_FACTOR : directory_entries;
    const listing = await listFirst(source, path, Math.max(Math.min(most, left), 0));
    if (!listing.ok) {
      if (!ABSENT.has(listing.error.errno))
        errors.push(toTriageError(listing.error, { scope: "source", source: sourceOf(path) }));
      return [];
    }
    const { entries, seen, more } = listing.value;
    listed.set(tree, (listed.get(tree) ?? 0) + entries.length);
    const dropped = Math.max(seen - entries.length, 1);
    if (more && most <= left) truncations.push(toTruncation("directory_entries", most, path, dropped));
    else if (more && !truncations.some(({ cap, source }) => cap === "tree_entries" && source === sourceOf(tree)))
      truncations.push(toTruncation("tree_entries", tree_entries, tree, dropped));
    return entries;
  };
  return (path) => {
    const known = lists.get(path) ?? list(path);
    lists.set(path, known);
    return known;
  };
}

/** The first names of a directory; the crowded one is listed for its package database as well. */
async function listFirst({ host, tables }: Lists, path: LosslessString, maxEntries: number): Promise<Result<Listing>> {
  if (path !== CROWDED) return host.list(path, { maxEntries, stat: true });
  const whole = await tables.packageListing(path);
  if (!whole.ok || whole.value.entries.length <= maxEntries) return whole;
  return { ok: true, value: { ...whole.value, entries: whole.value.entries.slice(0, maxEntries), more: true } };
}

function toTruncation(cap: keyof GlobLimits, limit: number, path: LosslessString, dropped: number): Truncation {
  return {
    cap,
    limit,
    unit: "entries",
    source: sourceOf(path),
    dropped,
    dropped_is: "at-least",
    kept: "first listed",
    groups: [],
  };
}

/** A path as the source of an error: the part that is no one's own. */
export function sourceOf(path: LosslessString): string {
  return path.toWellFormed().slice(0, 160);
}
