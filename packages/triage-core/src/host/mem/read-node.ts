import type {
  DirEntry,
  FileBytes,
  FileHash,
  FileIdentity,
  HashOptions,
  Links,
  Listing,
  ListOptions,
  ReadFileOptions,
  Result,
} from "../../contract/host-reader.ts";
import { hashBytes } from "../hash-bytes.ts";
import { contentAt } from "./entries.ts";
import { statOf, typeOf } from "./file-stat.ts";
import { fail, isDirectory, refusal, type TreeNode } from "./tree.ts";

/** Bytes of a regular file. */
export function readNode(node: TreeNode, options: ReadFileOptions): Result<FileBytes> {
  const refused = refusal(node, "open");
  if (refused !== null) return { ok: false, error: refused };
  if (typeOf(node, options.expect === undefined) !== "file") return fail("open", node.path, "NOT_REGULAR");
  if (options.expect !== undefined && !isExpected(node, options.expect)) return fail("open", node.path, "VANISHED");
  const content = contentAt(node.spec.content, node.reads++);
  const size = Math.max(content.length, Number(node.spec.size ?? 0n));
  const start = options.offset ?? 0;
  const bytes = content.slice(start, start + options.maxBytes);
  const more = size > start + options.maxBytes;
  const tail = more && options.tailBytes !== undefined ? { tail: content.slice(-options.tailBytes) } : {};
  return { ok: true, value: { bytes, more, ...tail } };
}

function isExpected(node: TreeNode, { dev, ino }: FileIdentity): boolean {
  const stat = statOf(node);
  return stat.ok && stat.value.dev === dev && stat.value.ino === ino;
}

/** Digests of a regular file. */
export function hashNode(node: TreeNode, options: HashOptions): Result<FileHash> {
  const read = readNode(node, options);
  return read.ok ? { ok: true, value: hashBytes(read.value, options) } : read;
}

/** A directory's entries, in the order in which the test wrote them. */
export function listNode(node: TreeNode, options: ListOptions): Result<Listing> {
  const refused = refusal(node, "opendir");
  if (refused !== null) return { ok: false, error: refused };
  if (!isDirectory(node)) return fail("opendir", node.path, "ENOTDIR");
  const entries: DirEntry[] = [];
  let seen = 0;
  for (const child of node.children.values()) {
    if (child.spec.hidden === true) continue;
    if (seen === options.maxEntries) return { ok: true, value: { entries, seen, more: true } };
    seen++;
    const entry = toEntry(child, options);
    if (isWanted(entry, options.changedSinceNs)) entries.push(entry);
  }
  return { ok: true, value: { entries, seen, more: false } };
}

/** Every link of a kernel directory. */
export function linksOf(node: TreeNode, maxEntries: number): Result<Links> {
  const refused = refusal(node, "opendir");
  if (refused !== null) return { ok: false, error: refused };
  const all = [...node.children.values()].filter((child) => child.spec.link !== undefined);
  const links = all.slice(0, maxEntries).map((child) => ({ name: child.name, link: child.spec.link as string }));
  return { ok: true, value: { links, seen: all.length, more: all.length > maxEntries } };
}

function toEntry(node: TreeNode, options: ListOptions): DirEntry {
  const plain = { name: node.name, type: typeOf(node) };
  if (options.stat !== true && options.changedSinceNs === undefined) return plain;
  const stat = statOf(node);
  return stat.ok ? { ...plain, stat: stat.value } : { ...plain, stat: null, errno: stat.error.errno };
}

function isWanted(entry: DirEntry, since: bigint | undefined): boolean {
  if (since === undefined || entry.stat === undefined || entry.stat === null || entry.type === "directory") return true;
  return entry.stat.mtime_ns >= since || entry.stat.ctime_ns >= since;
}
