import type { ProcessTree } from "@livetriage/proc-tree";

/** One row of a drawn tree. */
export interface Placed {
  readonly tree: ProcessTree;
  /** From the root down, for every level whether this branch is the last one there. */
  readonly path: readonly { readonly last: boolean }[];
  /** How many equal siblings without children this row stands for, itself included. */
  readonly count: number;
}

/** Deeper levels are drawn at this one. */
const DEEPEST = 32;

/** A forest as rows, parents before children; siblings that have the same label and no children become one row. */
export function placeTree(roots: readonly ProcessTree[], label: (tree: ProcessTree) => string): Placed[] {
  const placed: Placed[] = [];
  const waiting = fold(roots, label)
    .map(([tree, count]): Placed => ({ tree, count, path: [] }))
    .toReversed();
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const { tree, path } = next;
    placed.push(next);
    const below = fold(tree.children, label);
    for (const [i, [child, count]] of [...below.entries()].toReversed()) {
      const last = i === below.length - 1;
      waiting.push({ tree: child, count, path: path.length < DEEPEST ? [...path, { last }] : path });
    }
  }
  return placed;
}

/** The first of each group of equal leaves, and how many they are. */
function fold(siblings: readonly ProcessTree[], label: (tree: ProcessTree) => string): [ProcessTree, number][] {
  const groups = Map.groupBy(siblings, (tree) => (tree.children.length > 0 ? tree : label(tree)));
  return [...groups.values()].map((equal) => [equal[0] as ProcessTree, equal.length]);
}
