import type { HostError, Result } from "../../contract/host-reader.ts";
import type { LosslessString } from "../../text/lossless.ts";
import { pathIn } from "../../text/path-in.ts";
import { type MemEntries, type MemNode, toMemNode } from "./entries.ts";

const MAX_HOPS = 40;

/** One name of the tree. */
export interface TreeNode {
  readonly name: LosslessString;
  readonly path: LosslessString;
  readonly ino: bigint;
  readonly children: Map<LosslessString, TreeNode>;
  spec: MemNode;
  /** Reads so far, for contents that change. */
  reads: number;
}

/** The tree of all entries, directories implied. */
export function buildTree(entries: MemEntries): TreeNode {
  let ino = 2n;
  const make = (path: LosslessString, name: LosslessString): TreeNode => {
    return { name, path, ino: ino++, children: new Map(), spec: {}, reads: 0 };
  };
  const root = make("/", "");
  root.spec = { type: "directory" };
  for (const [path, entry] of Object.entries(entries)) {
    let at = root;
    for (const name of namesOf(path)) {
      const child = at.children.get(name) ?? make(pathIn(at.path, name), name);
      at.children.set(name, child);
      at = child;
    }
    at.spec = toMemNode(entry);
  }
  return root;
}

/** Walk to what a path names: links on the way are followed, at the end only if `followLast`; `..` stops at the root. */
export function walk(root: TreeNode, path: LosslessString, op: string, followLast: boolean): Result<TreeNode> {
  const todo = namesOf(path).toReversed();
  let stack = [root];
  let hops = 0;
  while (todo.length > 0) {
    const name = todo.pop() as LosslessString;
    const here = stack.at(-1) as TreeNode;
    const refused = refusal(here, op);
    if (refused !== null) return { ok: false, error: refused };
    if (name === "..") {
      stack = stack.length > 1 ? stack.slice(0, -1) : stack;
      continue;
    }
    const child = here.children.get(name);
    if (child === undefined) return fail(op, path, isDirectory(here) ? "ENOENT" : "ENOTDIR");
    const { link } = child.spec;
    if (link === undefined || isKernelLink(child) || (todo.length === 0 && !followLast)) {
      stack.push(child);
      continue;
    }
    if (++hops > MAX_HOPS) return fail(op, path, "ELOOP");
    if (link.startsWith("/")) stack = [root];
    todo.push(...namesOf(link).toReversed());
  }
  return { ok: true, value: stack.at(-1) as TreeNode };
}

/** Why reading a node fails, null when it does not. */
export function refusal(node: TreeNode, op: string): HostError | null {
  const { hang, errno, why } = node.spec;
  if (hang === true) return { op, path: node.path, errno: "BLOCKED" };
  if (errno === undefined) return null;
  return { op, path: node.path, errno, ...(why === undefined ? {} : { why }) };
}

/** A link that leads to an object of its own, not to the path it shows. */
export function isKernelLink(node: TreeNode): boolean {
  return node.spec.link !== undefined && (node.spec.content !== undefined || node.children.size > 0);
}

export function isDirectory(node: TreeNode): boolean {
  return node.spec.type === "directory" || (node.spec.type === undefined && node.children.size > 0);
}

/** A failed Result. */
export function fail(
  op: string,
  path: LosslessString,
  errno: string,
): { readonly ok: false; readonly error: HostError } {
  return { ok: false, error: { op, path, errno } };
}

function namesOf(path: LosslessString): LosslessString[] {
  return path.split("/").filter((name) => name !== "" && name !== ".");
}
