import type { FindEvent, FindSpec } from "../../contract/host-reader.ts";
import { glanceOf } from "../glance.ts";
import { statOf } from "./file-stat.ts";
import { type TreeNode, walk } from "./tree.ts";

/** What a trusted `find` would report of the tree. */
export async function* findInTree(root: TreeNode, spec: FindSpec): AsyncIterable<FindEvent> {
  for (const start of spec.starts) {
    const node = walk(root, start, "open", true);
    if (node.ok) yield* descend(node.value, spec, 0);
    else yield { kind: "error", error: node.error };
  }
  yield { kind: "end", program: "/usr/bin/find", exitCode: 0 };
}

function* descend(node: TreeNode, spec: FindSpec, depth: number): Iterable<FindEvent> {
  if (depth > 0 && spec.prune.includes(node.path)) return;
  const stat = statOf(node);
  if (!stat.ok) {
    yield { kind: "error", error: stat.error };
    return;
  }
  const changed = stat.value.mtime_ns >= spec.changedSinceNs || stat.value.ctime_ns >= spec.changedSinceNs;
  if (changed && depth > 0) {
    yield { kind: "entries", entries: [{ path: node.path, stat: glanceOf(stat.value) }] };
  }
  if (depth === spec.maxDepth) return;
  for (const child of node.children.values()) yield* descend(child, spec, depth + 1);
}
