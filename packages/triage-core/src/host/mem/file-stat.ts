import type { FileStat, FileType, Result } from "../../contract/host-reader.ts";
import { contentAt } from "./entries.ts";
import { fail, isDirectory, type TreeNode } from "./tree.ts";

const TYPE_BITS: Readonly<Record<FileType, number>> = {
  file: 0o100000,
  directory: 0o040000,
  symlink: 0o120000,
  fifo: 0o010000,
  socket: 0o140000,
  block: 0o060000,
  char: 0o020000,
  unknown: 0,
};

/** 2026-01-01T00:00:00Z: the age of every file that does not say otherwise. */
const UNCHANGED_SINCE_NS = 1_767_225_600_000_000_000n;

/** Type of a node as lstat sees it, or as stat sees it behind a kernel link. */
export function typeOf(node: TreeNode, behindLink = false): FileType {
  if (node.spec.type !== undefined) return node.spec.type;
  if (node.spec.link !== undefined && !behindLink) return "symlink";
  return isDirectory(node) ? "directory" : "file";
}

/** lstat of a node, or stat of the object behind a kernel link. */
export function statOf(node: TreeNode, behindLink = false): Result<FileStat> {
  const { spec } = node;
  if (spec.hang === true) return fail("lstat", node.path, "BLOCKED");
  if (spec.statErrno !== undefined) return fail("lstat", node.path, spec.statErrno);
  const type = typeOf(node, behindLink);
  const permissions = spec.mode ?? (type === "directory" || type === "symlink" ? 0o755 : 0o644);
  const madeUp: FileStat = {
    type,
    mode: 0,
    uid: 0,
    gid: 0,
    nlink: type === "directory" ? 2 : 1,
    size: BigInt(type === "symlink" ? (spec.link ?? "").length : contentAt(spec.content, 0).length),
    blocks: 0n,
    dev: 0x801n,
    ino: node.ino,
    rdev: 0n,
    atime_ns: UNCHANGED_SINCE_NS,
    mtime_ns: UNCHANGED_SINCE_NS,
    ctime_ns: spec.mtime_ns ?? UNCHANGED_SINCE_NS,
    birthtime_ns: 0n,
  };
  const mode = permissions > 0o7777 ? permissions : TYPE_BITS[type] | permissions;
  return { ok: true, value: { ...madeUp, ...overridesOf(node), mode } };
}

/** The fields of lstat that the test gave. */
function overridesOf({ spec }: TreeNode): Partial<FileStat> {
  const {
    content: _content,
    link: _link,
    errno: _errno,
    why: _why,
    statErrno: _s,
    hang: _hang,
    hidden: _hidden,
    ...stat
  } = spec;
  return stat;
}
