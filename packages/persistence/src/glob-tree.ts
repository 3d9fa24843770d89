import { type GlobPart, parseGlob } from "./parse/glob.ts";

/** Globs of many mechanisms merged by their components, so that each directory is looked at once. */
export interface GlobNode<T> {
  readonly names: Map<string, GlobNode<T>>;
  readonly patterns: Map<string, { readonly test: RegExp; readonly node: GlobNode<T> }>;
  /** What stands below `**`: tried in every directory below, this one included. */
  deep: GlobNode<T> | null;
  /** Whose glob ends here. */
  readonly ends: T[];
}

/** The tree of globs, each with its owner. */
export function createGlobTree<T>(globs: Iterable<readonly [string, T]>): GlobNode<T> {
  const root = emptyNode<T>();
  const known = new Map<string, GlobPart>();
  for (const [glob, owner] of globs) {
    for (const parts of parseGlob(glob, known)) {
      const { ends } = parts.reduce((node, part) => childOf(node, part), root);
      if (!ends.includes(owner)) ends.push(owner);
    }
  }
  return root;
}

/** Nodes that a name leads to from any of some. */
export function matchName<T>(from: readonly { readonly node: GlobNode<T> }[], name: string): GlobNode<T>[] {
  const matched: GlobNode<T>[] = [];
  for (const { node } of from) {
    const named = node.names.get(name);
    if (named !== undefined) matched.push(named);
    for (const { test, node: below } of node.patterns.values()) if (test.test(name)) matched.push(below);
  }
  return matched;
}

/** Whose globs end at some nodes, each once. */
export function ownersOf<T>(nodes: readonly GlobNode<T>[]): readonly T[] {
  return nodes.length === 1 ? (nodes[0] as GlobNode<T>).ends : [...new Set(nodes.flatMap(({ ends }) => ends))];
}

function childOf<T>(node: GlobNode<T>, part: GlobPart): GlobNode<T> {
  if (part === "**") return (node.deep ??= emptyNode());
  if (typeof part === "string") return getOrAdd(node.names, part, emptyNode<T>);
  return getOrAdd(node.patterns, part.source, () => ({ test: part, node: emptyNode<T>() })).node;
}

function getOrAdd<K, V>(map: Map<K, V>, key: K, make: () => V): V {
  const known = map.get(key);
  if (known !== undefined) return known;
  const made = make();
  map.set(key, made);
  return made;
}

function emptyNode<T>(): GlobNode<T> {
  return { names: new Map(), patterns: new Map(), deep: null, ends: [] };
}
