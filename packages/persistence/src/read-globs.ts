import type { DirEntry, FileStat, HostReader, TriageError, Truncation } from "@livetriage/triage-core";
import { toTriageError } from "@livetriage/triage-core";
import type { LosslessString } from "@livetriage/triage-core/text";
import { type GlobNode, matchName } from "./glob-tree.ts";

/** A name that a glob leads to. */
export interface GlobMatch<T> {
  readonly path: LosslessString;
  readonly name: LosslessString;
  /** The path with no links in its directories. */
  readonly real: LosslessString;
  /** lstat; null when it failed. */
  readonly stat: FileStat | null;
  /** Why lstat failed. */
  readonly errno: string | null;
  readonly owners: readonly T[];
}

/** A glob, with whatever its owner wants to find again. */
export interface GlobOwner {
  readonly glob: string;
}

/** All matches below a directory, and what could not be looked at. */
export interface GlobMatches<T> {
  readonly matches: readonly GlobMatch<T>[];
  readonly errors: readonly TriageError[];
  readonly truncations: readonly Truncation[];
}

/** Levels that `**` goes down. */
const DEEP_LEVELS = 4;

/** The one directory that has thousands of names by nature: several for each package. */
const CROWDED = "/var/lib/dpkg/info";
const CROWDED_FACTOR = 16;

/** What is there in passing and is no gap: the place does not exist on this host. */
const ABSENT = new Set(["ENOENT", "ENOTDIR", "NOT_RECORDED"]);

/** Answers for a name that nobody listed, which leave open whether it is there. */
const UNTOLD = new Set(["EACCES", "EPERM"]);

/** What is looked at at most. */
export interface GlobLimits {
  /** Names of one directory. */
  readonly directory_entries: number;
  /** Names below one tree: a directory of the root, or one that others than root may fill. */
  readonly tree_entries: number;
}

const TREE = /^\/(?:run\/user\/[^/]+|var\/tmp|[^/]+)/;

interface Walk<T> {
  readonly host: HostReader;
  readonly limits: GlobLimits;
  /** Names listed so far below each tree. */
  readonly listed: Map<string, number>;
  readonly found: Map<string, { readonly match: GlobMatch<T>; readonly canonical: boolean }>;
  readonly errors: TriageError[];
  readonly truncations: Truncation[];
}

/**
 * Look up all globs of a tree below `root`. Directories that are one (merged /usr) count once, under their own path when
 * a glob names it. Directories are listed only where a pattern asks for it.
 */
export async function readGlobs<T extends GlobOwner>(
  host: HostReader,
  tree: GlobNode<T>,
  options: { readonly root: LosslessString; readonly limits: GlobLimits },
): Promise<GlobMatches<T>> {
  const walk: Walk<T> = {
    host,
    limits: options.limits,
    listed: new Map(),
    found: new Map(),
    errors: [],
    truncations: [],
  };
  await visit(walk, options.root === "/" ? "" : options.root, [{ node: tree, levels: DEEP_LEVELS }], false);
  const matches = [...walk.found.values()].map(({ match }) => match).toSorted((a, b) => (a.path < b.path ? -1 : 1));
  return { matches, errors: walk.errors, truncations: walk.truncations };
}

interface Active<T> {
  readonly node: GlobNode<T>;
  /** Levels that a `**` on the way here may still go down. */
  readonly levels: number;
}

async function visit<T extends GlobOwner>(
  walk: Walk<T>,
  directory: LosslessString,
  active: readonly Active<T>[],
  named: boolean,
): Promise<void> {
  const path = directory === "" ? "/" : directory;
  const real = await walk.host.resolve(path);
  if (!real.ok) {
    if (!ABSENT.has(real.error.errno)) walk.errors.push(toTriageError(real.error, { scope: "source", source: path }));
    return;
  }
  const { stat } = real.value;
  if (stat.type !== "directory") {
    const message = `${stat.type} where a directory belongs`;
    if (named) walk.errors.push({ kind: "not_regular", scope: "source", source: sourceOf(path), message });
    return;
  }
  const nodes = active.flatMap(({ node, levels }) =>
    node.deep === null
      ? [{ node, levels }]
      : [
          { node, levels },
          { node: node.deep, levels },
        ],
  );
  const here = toHere(directory, real.value);
  const wild = nodes.some(({ node }) => node.patterns.size > 0) || active.some(({ node }) => node.deep !== null);
  const names = new Set(nodes.flatMap(({ node }) => [...node.names.keys()]));
  const listed = wild ? await list(walk, path) : [];
  const known = new Set(listed.map(({ name }) => name));
  await Promise.all([
    ...listed.map((entry) => step(walk, here, entry.name, nodes, entry)),
    ...[...names].filter((name) => !known.has(name)).map((name) => step(walk, here, name, nodes, null)),
  ]);
}

interface Here {
  readonly directory: LosslessString;
  /** Its path without links. */
  readonly real: LosslessString;
  /** dev:ino of the directory itself. */
  readonly key: string;
  /** Its path holds no links. */
  readonly canonical: boolean;
}

function toHere(
  directory: LosslessString,
  { path, stat }: { readonly path: LosslessString; readonly stat: FileStat },
): Here {
  const canonical = path === (directory === "" ? "/" : directory);
  return { directory, real: path === "/" ? "" : path, key: `${stat.dev}:${stat.ino}`, canonical };
}

/** Take one name of a directory: note where a glob ends, go on where one continues. */
async function step<T extends GlobOwner>(
  walk: Walk<T>,
  here: Here,
  name: string,
  nodes: readonly Active<T>[],
  entry: DirEntry | null,
): Promise<void> {
  const next = nodes.flatMap(({ node }) =>
    matchName(node, name).map((found) => ({ node: found, levels: DEEP_LEVELS })),
  );
  const deeper = nodes.filter(({ node, levels }) => node.deep !== null && levels > 0 && entry?.type === "directory");
  const path = `${here.directory}/${name}`;
  const owners = [...new Set(next.flatMap(({ node }) => [...node.ends]))];
  if (owners.length > 0) await note(walk, here, { path, name, owners }, entry);
  const onward = next.filter(({ node }) => goesOn(node));
  const named = nodes.some(({ node }) => goesOn(node.names.get(name)));
  const enters = entry === null || entry.type === "directory" || entry.type === "symlink" || entry.type === "unknown";
  const below = [...onward, ...deeper.map(({ node, levels }) => ({ node: onlyDeep(node), levels: levels - 1 }))];
  if (below.length > 0 && (enters || named)) await visit(walk, path, below, named);
}

/** Does a glob continue below this node? */
function goesOn<T>(node: GlobNode<T> | undefined): boolean {
  return node !== undefined && (node.names.size > 0 || node.patterns.size > 0 || node.deep !== null);
}

/** A node of which only what stands below `**` goes on. */
function onlyDeep<T>(node: GlobNode<T>): GlobNode<T> {
  return { names: new Map(), patterns: new Map(), deep: node.deep, ends: new Set() };
}

async function note<T extends GlobOwner>(
  walk: Walk<T>,
  here: Here,
  found: Pick<GlobMatch<T>, "path" | "name" | "owners">,
  entry: DirEntry | null,
): Promise<void> {
  let stat = entry?.stat ?? null;
  let errno: string | null = null;
  if (stat === null) {
    const answer = await walk.host.lstat(found.path);
    if (!answer.ok && ABSENT.has(answer.error.errno)) return;
    if (answer.ok) stat = answer.value;
    else {
      errno = answer.error.errno;
      walk.errors.push(toTriageError(answer.error, { scope: "item", source: found.owners[0]?.glob ?? "" }));
      if (entry === null && UNTOLD.has(errno)) return;
    }
  }
  const key = `${here.key}/${found.name}`;
  const known = walk.found.get(key);
  const best =
    known !== undefined && (known.canonical || !here.canonical)
      ? known
      : { match: { ...found, real: `${here.real}/${found.name}`, stat, errno }, canonical: here.canonical };
  const owners = [...new Set([...(known?.match.owners ?? []), ...found.owners])];
  walk.found.set(key, { ...best, match: { ...best.match, owners } });
}

async function list<T>(walk: Walk<T>, path: LosslessString): Promise<readonly DirEntry[]> {
  const { directory_entries, tree_entries } = walk.limits;
  const tree = TREE.exec(path)?.[0] ?? path;
  const left = tree_entries - (walk.listed.get(tree) ?? 0);
  const most = path === CROWDED ? directory_entries * CROWDED_FACTOR : directory_entries;
  const listing = await walk.host.list(path, { maxEntries: Math.max(Math.min(most, left), 0), stat: true });
  if (!listing.ok) {
    if (!ABSENT.has(listing.error.errno))
      walk.errors.push(toTriageError(listing.error, { scope: "source", source: sourceOf(path) }));
    return [];
  }
  const { entries, seen, more } = listing.value;
  walk.listed.set(tree, (walk.listed.get(tree) ?? 0) + entries.length);
  const dropped = Math.max(seen - entries.length, 1);
  if (more && most <= left) walk.truncations.push(toTruncation("directory_entries", most, path, dropped));
  else if (more && !walk.truncations.some(({ cap, source }) => cap === "tree_entries" && source === sourceOf(tree)))
    walk.truncations.push(toTruncation("tree_entries", tree_entries, tree, dropped));
  return entries;
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
function sourceOf(path: LosslessString): string {
  return path.toWellFormed().slice(0, 160);
}
