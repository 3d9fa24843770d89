import type { DirEntry, FileStat, HostReader, TriageError, Truncation } from "@livetriage/triage-core";
import { toTriageError } from "@livetriage/triage-core";
import type { LosslessString } from "@livetriage/triage-core/text";
import { type GlobNode, matchName, ownersOf } from "./glob-tree.ts";
import {
  ABSENT,
  createLister,
  type Gaps,
  type GlobLimits,
  type ListDirectory,
  type Lists,
  sourceOf,
} from "./list-directories.ts";

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

/** What may lead into a directory. */
const ENTERED: ReadonlySet<DirEntry["type"]> = new Set(["directory", "symlink", "unknown"]);

/** Levels that `**` goes down. */
const DEEP_LEVELS = 4;

/** Answers for a name that nobody listed, which leave open whether it is there: gaps of the directory, not of each name. */
const UNTOLD = new Set(["EACCES", "EPERM"]);

interface Walk<T> extends Gaps {
  readonly host: HostReader;
  readonly list: ListDirectory;
  /** By the directory itself (dev:ino). */
  readonly found: Map<string, FoundNames<T>>;
}

/** What was found in a directory, by whatever path. */
type FoundNames<T> = Map<LosslessString, { readonly match: GlobMatch<T>; readonly canonical: boolean }>;

/** Where a path ends, and what is there. */
interface ResolvedPath {
  readonly path: LosslessString;
  readonly stat: FileStat;
}

/**
 * Look up all globs of a tree below `root`. Directories that are one (merged /usr) count once, under their own path when
 * a glob names it. Directories are listed only where a pattern asks for it.
 */
export async function readGlobs<T extends GlobOwner>(
  source: Lists,
  tree: GlobNode<T>,
  options: { readonly root: LosslessString; readonly limits: GlobLimits },
): Promise<GlobMatches<T>> {
  const told: Gaps = { errors: [], truncations: [] };
  const { host } = source;
  const walk: Walk<T> = { host, list: createLister(source, options.limits, told), found: new Map(), ...told };
  const root = options.root === "/" ? "" : options.root;
  await visit(walk, root, { active: [{ node: tree, levels: DEEP_LEVELS }], named: false, seen: null });
  const found = [...walk.found.values()].flatMap((names) => [...names.values()]);
  const matches = found.map(({ match }) => match).toSorted((a, b) => (a.path < b.path ? -1 : 1));
  return { matches, ...told };
}

interface Active<T> {
  readonly node: GlobNode<T>;
  /** Levels that a `**` on the way here may still go down. */
  readonly levels: number;
}

/** What leads into a directory. */
interface Arrival<T> {
  readonly active: readonly Active<T>[];
  /** A glob has its name. */
  readonly named: boolean;
  /** The directory as its parent's listing showed it; null when it was not listed, or as something else. */
  readonly seen: ResolvedPath | null;
}

async function visit<T extends GlobOwner>(
  walk: Walk<T>,
  directory: LosslessString,
  { active, named, seen }: Arrival<T>,
): Promise<void> {
  const path = directory === "" ? "/" : directory;
  const end = seen ?? (await resolveDirectory(walk, path, named));
  if (end === null) return;
  const nodes = active.flatMap(({ node, levels }) =>
    (node.deep === null ? [node] : [node, node.deep]).map((one) => ({ node: one, levels })),
  );
  const wild = nodes.some(({ node }) => node.patterns.size > 0) || active.some(({ node }) => node.deep !== null);
  const names = new Set(nodes.flatMap(({ node }) => [...node.names.keys()]));
  const [listed, told] = await Promise.all([wild ? walk.list(end.path) : [], lookAtNames(walk, end.path, [...names])]);
  const here = toHere(walk, directory, end, listed);
  const others = told.filter(({ name }) => !here.listed.has(name));
  await Promise.all([...listed, ...others].flatMap((entry) => step(walk, here, entry, nodes) ?? []));
}

/** Those of some names that are there, also where a listing does not show them; all, to be asked one by one, where that failed. */
async function lookAtNames<T>(
  walk: Walk<T>,
  directory: LosslessString,
  names: readonly LosslessString[],
): Promise<readonly DirEntry[]> {
  if (names.length === 0) return [];
  const answer = await walk.host.look(directory, names);
  return answer.ok ? answer.value : names.map((name) => ({ name, type: "unknown", stat: null }));
}

async function resolveDirectory<T>(walk: Walk<T>, path: LosslessString, named: boolean): Promise<ResolvedPath | null> {
  const answer = await walk.host.resolve(path);
  if (!answer.ok) {
    const { errno } = answer.error;
    const source = UNTOLD.has(errno) ? path.slice(0, path.lastIndexOf("/")) || "/" : path;
    if (!ABSENT.has(errno)) walk.errors.push(toTriageError(answer.error, { scope: "source", source }));
    return null;
  }
  const { type } = answer.value.stat;
  if (type === "directory") return answer.value;
  const message = `${type} where a directory belongs`;
  if (named) walk.errors.push({ kind: "not_regular", scope: "source", source: sourceOf(path), message });
  return null;
}

interface Here<T> {
  readonly directory: LosslessString;
  /** Its path without links. */
  readonly real: LosslessString;
  /** Its path holds no links. */
  readonly canonical: boolean;
  /** Names that its listing shows. */
  readonly listed: ReadonlySet<LosslessString>;
  readonly found: FoundNames<T>;
}

function toHere<T>(
  walk: Walk<T>,
  directory: LosslessString,
  { path, stat }: ResolvedPath,
  entries: readonly DirEntry[],
): Here<T> {
  const key = `${stat.dev}:${stat.ino}`;
  const found: FoundNames<T> = walk.found.get(key) ?? new Map();
  walk.found.set(key, found);
  const canonical = path === (directory === "" ? "/" : directory);
  const listed = new Set(entries.map(({ name }) => name));
  return { directory, real: path === "/" ? "" : path, canonical, listed, found };
}

/** Take one name of a directory: note where a glob ends, go on where one continues; null where nothing is to be asked for it. */
function step<T extends GlobOwner>(
  walk: Walk<T>,
  here: Here<T>,
  { name, type, stat = null }: DirEntry,
  nodes: readonly Active<T>[],
): Promise<void> | null {
  const next = matchName(nodes, name);
  const deeper = type === "directory" ? nodes.filter(({ node, levels }) => node.deep !== null && levels > 0) : [];
  if (next.length + deeper.length === 0) return null;
  const found = { path: `${here.directory}/${name}`, name, owners: ownersOf(next) };
  const isEnd = found.owners.length > 0;
  if (isEnd && stat !== null) note(here, found, stat, null);
  const unseen = isEnd && stat === null ? lookAt(walk, here, found) : null;
  const onward = next.filter(goesOn).map((node) => ({ node, levels: DEEP_LEVELS }));
  const active = [...onward, ...deeper.map(({ node, levels }) => ({ node: onlyDeep(node), levels: levels - 1 }))];
  const named = nodes.some(({ node }) => goesOn(node.names.get(name)));
  if (active.length === 0 || !(named || ENTERED.has(type))) return unseen;
  const seen = stat?.type === "directory" ? { path: `${here.real}/${name}`, stat } : null;
  const enter = () => visit(walk, found.path, { active, named, seen });
  return unseen === null ? enter() : unseen.then(enter);
}

/** Does a glob continue below this node? */
function goesOn<T>(node: GlobNode<T> | undefined): boolean {
  return node !== undefined && (node.names.size > 0 || node.patterns.size > 0 || node.deep !== null);
}

/** A node of which only what stands below `**` goes on. */
function onlyDeep<T>(node: GlobNode<T>): GlobNode<T> {
  return { names: new Map(), patterns: new Map(), deep: node.deep, ends: [] };
}

const gapOf = ({ directory }: { readonly directory: LosslessString }) =>
  ({ scope: "source", source: directory === "" ? "/" : directory }) as const;

const gapOfGlob = ({ owners }: { readonly owners: readonly GlobOwner[] }) =>
  ({ scope: "item", source: owners[0]?.glob ?? "" }) as const;

type Found<T> = Pick<GlobMatch<T>, "path" | "name" | "owners">;

/** Note a name that was not told with its lstat. */
async function lookAt<T extends GlobOwner>(walk: Walk<T>, here: Here<T>, found: Found<T>): Promise<void> {
  const answer = await walk.host.lstat(found.path);
  if (answer.ok) return note(here, found, answer.value, null);
  const { errno } = answer.error;
  if (ABSENT.has(errno)) return;
  const untold = !here.listed.has(found.name) && UNTOLD.has(errno);
  walk.errors.push(toTriageError(answer.error, untold ? gapOf(here) : gapOfGlob(found)));
  if (!untold) note(here, found, null, errno);
}

function note<T>(here: Here<T>, found: Found<T>, stat: FileStat | null, errno: string | null): void {
  const known = here.found.get(found.name);
  const made = { match: { ...found, real: `${here.real}/${found.name}`, stat, errno }, canonical: here.canonical };
  if (known === undefined) {
    here.found.set(found.name, made);
    return;
  }
  const best = known.canonical || !here.canonical ? known : made;
  const owners = [...new Set([...known.match.owners, ...found.owners])];
  here.found.set(found.name, { ...best, match: { ...best.match, owners } });
}
