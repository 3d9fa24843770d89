import type { HostReader, Result } from "../../contract/host-reader.ts";
import { keyValues } from "../../text/key-value.ts";
import { decodeLossless } from "../../text/lossless.ts";
import { lookByLstat } from "../look-by-lstat.ts";
import { contentAt, type MemEntries } from "./entries.ts";
import { statOf } from "./file-stat.ts";
import { findInTree } from "./find.ts";
import { hashNode, listNode, readNode } from "./read-node.ts";
import { readLinkAt, readProcess } from "./read-process.ts";
import { buildTree, isKernelLink, refusal, type TreeNode, walk } from "./tree.ts";

export interface MemHostOptions {
  /** Offer the engine `find`, answered from the tree. */
  readonly find?: boolean;
}

/**
 * A host in memory, for a case that a test can say in ten lines.
 *
 * `memHost({ "/proc/1/stat": "1 (init) S …", "/etc/x": { errno: "EACCES" }, "/l": { link: "/t" }, "/b": { hang: true } })`
 */
export function memHost(entries: MemEntries, options: MemHostOptions = {}): HostReader {
  const root = buildTree(entries);
  let last: Promise<unknown> = Promise.resolve();
  const ask = <T>(answer: () => Result<T>): Promise<Result<T>> => {
    const mine = last.then(answer);
    last = mine;
    return mine;
  };
  const at = <T>(path: string, op: string, read: (node: TreeNode) => Result<T>, followLast = true) =>
    ask(() => {
      const node = walk(root, path, op, followLast);
      return node.ok ? read(node.value) : node;
    });
  const lstat = (path: string) => {
    const node = walk(root, path, "lstat", false);
    return node.ok ? statOf(node.value) : node;
  };
  return {
    readSet: (dir, parts, set = {}) => ask(() => readProcess(root, dir, parts, set)),
    list: (dir, list) => at(dir, "opendir", (node) => listNode(node, list), list.noFollow !== true),
    readFile: (path, read) => at(path, "open", (node) => readNode(node, read), read.expect === undefined),
    readLink: (path) => ask(() => readLinkAt(root, path)),
    lstat: (path) => ask(() => lstat(path)),
    look: (dir, names) => ask(() => lookByLstat(dir, names, lstat)),
    resolve: (path) => at(path, "lstat", resolved),
    hash: (path, options) => at(path, "open", (node) => hashNode(node, options), options.expect === undefined),
    probe: (from, to) => ask(() => probe(root, from, to)),
    ...(options.find === true ? { find: (spec) => findInTree(root, spec) } : {}),
  };
}

function resolved(node: TreeNode) {
  const stat = statOf(node, isKernelLink(node));
  return stat.ok ? { ok: true as const, value: { path: node.path, stat: stat.value } } : stat;
}

/** Pids with a directory whose status, where there is one, says that they are processes and not threads. */
function probe(root: TreeNode, from: number, to: number): Result<readonly number[]> {
  const proc = walk(root, "/proc", "probe", true);
  if (!proc.ok) return proc;
  const refused = refusal(proc.value, "probe");
  if (refused !== null) return { ok: false, error: refused };
  const pids = [...proc.value.children.values()].filter((node) => {
    const pid = Number(node.name);
    if (!/^\d+$/.test(node.name) || pid < from || pid > to) return false;
    const tgid = keyValues(decodeLossless(contentAt(node.children.get("status")?.spec.content, 0)), ":").get("Tgid");
    return tgid === undefined || tgid === node.name;
  });
  return { ok: true, value: pids.map((node) => Number(node.name)).toSorted((a, b) => a - b) };
}
