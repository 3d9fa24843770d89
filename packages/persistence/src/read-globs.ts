import type { DirEntry, FileStat, HostReader, TriageError, Truncation } from "@livetriage/triage-core";
import { toTriageError } from "@livetriage/triage-core";
import type { LosslessString } from "@livetriage/triage-core/text";
import { type GlobNode, matchName } from "./glob-tree.ts";
import { ABSENT, createLister, type Gaps, type GlobLimits, type ListDirectory, sourceOf } from "./list-directories.ts";

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

/** Answers for a name that nobody listed, which leave open whether it is there: gaps of the directory, not of each name. */
const UNTOLD = new Set(["EACCES", "EPERM"]);

interface Walk<T> extends Gaps {
  readonly host: HostReader;
  readonly list: ListDirectory;
  readonly found: Map<string, { readonly match: GlobMatch<T>; readonly canonical: boolean }>;
}

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
  host: HostReader,
  tree: GlobNode<T>,
  options: { readonly root: LosslessString; readonly limits: GlobLimits },
): Promise<GlobMatches<T>> {
  const told: Gaps = { errors: [], truncations: [] };
  const walk: Walk<T> = { host, list: createLister(host, options.limits, told), found: new Map(), ...told };
  const root = options.root === "/" ? "" : options.root;
  await visit(walk, root, { active: [{ node: tree, levels: DEEP_LEVELS }], named: false, seen: null });
  const matches = [...walk.found.values()].map(({ match }) => match).toSorted((a, b) => (a.path < b.path ? -1 : 1));
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
  const here = toHere(directory, end, listed);
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

interface Here {
  readonly directory: LosslessString;
  /** Its path without links. */
  readonly real: LosslessString;
  /** dev:ino of the directory itself. */
  readonly key: string;
  /** Its path holds no links. */
  readonly canonical: boolean;
  /** Names that its listing shows. */
  readonly listed: ReadonlySet<LosslessString>;
}

function toHere(directory: LosslessString, { path, stat }: ResolvedPath, entries: readonly DirEntry[]): Here {
  const canonical = path === (directory === "" ? "/" : directory);
  const listed = new Set(entries.map(({ name }) => name));
  return { directory, real: path === "/" ? "" : path, key: `${stat.dev}:${stat.ino}`, canonical, listed };
}

/** Take one name of a directory: note where a glob ends, go on where one continues; null where none does either. */
function step<T extends GlobOwner>(
  walk: Walk<T>,
  here: Here,
  entry: DirEntry,
  nodes: readonly Active<T>[],
): Promise<void> | null {
  const next = nodes.flatMap(({ node }) => matchName(node, entry.name));
  const deeper = nodes.filter(({ node, levels }) => node.deep !== null && levels > 0 && entry.type === "directory");
  return next.length + deeper.length === 0 ? null : take(walk, here, entry, { nodes, next, deeper });
}

/** Where a name leads. */
interface Ways<T> {
  /** The nodes of its directory. */
  readonly nodes: readonly Active<T>[];
  /** Those that it matches. */
  readonly next: readonly GlobNode<T>[];
  /** Those whose `**` it is a level of. */
  readonly deeper: readonly Active<T>[];
}

async function take<T extends GlobOwner>(
  walk: Walk<T>,
  here: Here,
  { name, type, stat }: DirEntry,
  { nodes, next, deeper }: Ways<T>,
): Promise<void> {
  const path = `${here.directory}/${name}`;
  const owners = [...new Set(next.flatMap(({ ends }) => [...ends]))];
  if (owners.length > 0) await note(walk, here, { path, name, owners }, stat ?? null);
  const onward = next.filter(goesOn).map((node) => ({ node, levels: DEEP_LEVELS }));
  const named = nodes.some(({ node }) => goesOn(node.names.get(name)));
  const enters = type === "directory" || type === "symlink" || type === "unknown";
  const below = [...onward, ...deeper.map(({ node, levels }) => ({ node: onlyDeep(node), levels: levels - 1 }))];
  if (below.length === 0 || !(enters || named)) return;
  const seen = stat?.type === "directory" ? { path: `${here.real}/${name}`, stat } : null;
  await visit(walk, path, { active: below, named, seen });
}

/** Does a glob continue below this node? */
function goesOn<T>(node: GlobNode<T> | undefined): boolean {
  return node !== undefined && (node.names.size > 0 || node.patterns.size > 0 || node.deep !== null);
}

/** A node of which only what stands below `**` goes on. */
function onlyDeep<T>(node: GlobNode<T>): GlobNode<T> {
  return { names: new Map(), patterns: new Map(), deep: node.deep, ends: new Set() };
}

const gapOf = ({ directory }: Here) => ({ scope: "source", source: directory === "" ? "/" : directory }) as const;

const gapOfGlob = ({ owners }: { readonly owners: readonly GlobOwner[] }) =>
  ({ scope: "item", source: owners[0]?.glob ?? "" }) as const;

async function note<T extends GlobOwner>(
  walk: Walk<T>,
  here: Here,
  found: Pick<GlobMatch<T>, "path" | "name" | "owners">,
  told: FileStat | null,
): Promise<void> {
  let stat = told;
  let errno: string | null = null;
  if (stat === null) {
    const answer = await walk.host.lstat(found.path);
    if (!answer.ok && ABSENT.has(answer.error.errno)) return;
    if (answer.ok) stat = answer.value;
    else {
      errno = answer.error.errno;
      const untold = !here.listed.has(found.name) && UNTOLD.has(errno);
      walk.errors.push(toTriageError(answer.error, untold ? gapOf(here) : gapOfGlob(found)));
      if (untold) return;
    }
  }
  const key = `${here.key}/${found.name}`;
  const known = walk.found.get(key);
  const match = { ...found, real: `${here.real}/${found.name}`, stat, errno };
  if (known === undefined) {
    walk.found.set(key, { match, canonical: here.canonical });
    return;
  }
  const best = known.canonical || !here.canonical ? known : { match, canonical: here.canonical };
  const owners = [...new Set([...known.match.owners, ...found.owners])];
  walk.found.set(key, { ...best, match: { ...best.match, owners } });
}
