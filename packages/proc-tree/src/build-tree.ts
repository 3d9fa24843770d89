import type { ProcessNode } from "./item.ts";

/** One process of the forest and the processes that it started. */
export interface ProcessTree {
  readonly item: ProcessNode;
  readonly children: ProcessTree[];
  /** Its parent is not among the items. */
  readonly orphan: boolean;
  /** Its parents lead back to itself, which no kernel says: the tree is cut here. */
  readonly loop: boolean;
}

/**
 * The forest of a flat list of processes: each item stands in it exactly once, siblings in the order of the list.
 * Works for any list; a parent that is missing makes an orphan, parents in a circle are cut at their first item.
 */
export function buildTree(items: readonly ProcessNode[]): ProcessTree[] {
  const byPid = new Map<number, number>();
  for (const [at, item] of items.entries()) if (!byPid.has(item.pid)) byPid.set(item.pid, at);
  const parents = items.map(({ ppid }) => (ppid === null || ppid === 0 ? null : (byPid.get(ppid) ?? null)));
  const cuts = findLoops(parents);
  const nodes = items.map((item, at): ProcessTree => {
    const orphan = parents[at] === null && item.ppid !== 0;
    return { item, children: [], orphan, loop: cuts.has(at) };
  });
  const roots: ProcessTree[] = [];
  for (const [at, node] of nodes.entries()) {
    const parent = parents[at];
    if (parent === null || parent === undefined || node.loop) roots.push(node);
    else nodes[parent]?.children.push(node);
  }
  return roots;
}

/** In every circle of parents, its first item in the order of the list. */
function findLoops(parents: readonly (number | null)[]): Set<number> {
  const walkOf = new Int32Array(parents.length).fill(-1);
  const loops = new Set<number>();
  for (let start = 0; start < parents.length; start++) {
    let at: number | null = start;
    while (at !== null && walkOf[at] === -1) {
      walkOf[at] = start;
      at = parents[at] ?? null;
    }
    // Walks start in list order, but a circle may be entered behind its first item.
    if (at !== null && walkOf[at] === start) loops.add(firstOfCircle(at, parents));
  }
  return loops;
}

function firstOfCircle(from: number, parents: readonly (number | null)[]): number {
  let first = from;
  for (let at = parents[from] ?? from; at !== from; at = parents[at] ?? from) first = Math.min(first, at);
  return first;
}
