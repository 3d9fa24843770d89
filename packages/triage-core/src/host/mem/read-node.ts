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
import { nsOf } from "../../text/instant.ts";
import { glanceOf } from "../glance.ts";
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
  const { maxEntries, after, changedSinceNs } = options;
  const children = [...node.children.values()].filter(({ spec }) => spec.hidden !== true);
  const start = after === undefined ? 0 : children.findIndex(({ name }) => name === after) + 1;
  if (after !== undefined && start === 0) return fail("opendir", node.path, "VANISHED");
  const looked = children.slice(start, start + maxEntries);
  const entries = looked.map((child) => toEntry(child, options)).filter((entry) => isWanted(entry, changedSinceNs));
  const more = start + looked.length < children.length;
  const last = more ? { last: looked.at(-1)?.name ?? after ?? "" } : {};
  return { ok: true, value: { entries, seen: looked.length, more, ...last } };
}

/** Every link of a kernel directory. */
export function linksOf(node: TreeNode, maxEntries: number): Result<Links> {
  const refused = refusal(node, "opendir");
  if (refused !== null) return { ok: false, error: refused };
  const all = [...node.children.values()].filter((child) => child.spec.link !== undefined);
  const links = all.slice(0, maxEntries).map((child) => ({ name: child.name, link: child.spec.link as string }));
  return { ok: true, value: { links, seen: all.length, more: all.length > maxEntries } };
}

function toEntry(node: TreeNode, { stat: isWhole, changedSinceNs }: ListOptions): DirEntry {
  const plain = { name: node.name, type: typeOf(node) };
  if (isWhole !== true && changedSinceNs === undefined) return plain;
  const stat = statOf(node);
  if (!stat.ok) return { ...plain, stat: null, errno: stat.error.errno };
  return isWhole === true ? { ...plain, stat: stat.value } : { ...plain, glance: glanceOf(stat.value) };
}

function isWanted({ type, stat, glance }: DirEntry, since: bigint | undefined): boolean {
  if (since === undefined || type === "directory") return true;
  if (stat != null) return stat.mtime_ns >= since || stat.ctime_ns >= since;
  return (
    glance === undefined ||
    nsOf(glance.mtime_s, glance.mtime_n) >= since ||
    nsOf(glance.ctime_s, glance.ctime_n) >= since
  );
}
