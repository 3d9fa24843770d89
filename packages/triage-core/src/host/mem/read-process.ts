import type { PartValue, ReadPart, ReadSet, ReadSetOptions, Result } from "../../contract/host-reader.ts";
import { partName } from "../../reader/protocol-answer.ts";
import { parseStatIdentity } from "../../tables/parse/stat.ts";
import { statOf } from "./file-stat.ts";
import { hashNode, linksOf, readNode } from "./read-node.ts";
import { fail, isKernelLink, refusal, type TreeNode, walk } from "./tree.ts";

const STAT_BYTES = 4096;

/** All parts of one process and of one program image. */
export function readProcess(
  root: TreeNode,
  dir: string,
  parts: readonly ReadPart[],
  { expect }: ReadSetOptions,
): Result<ReadSet> {
  const directory = walk(root, dir, "chdir", true);
  if (!directory.ok) return directory;
  const refused = refusal(directory.value, "chdir");
  if (refused !== null) return { ok: false, error: refused };
  const first = readStat(root, dir);
  if (!first.ok) return first;
  const ticks = parseStatIdentity(first.value)?.start_ticks;
  if (expect !== undefined && ticks !== expect.start_ticks) return fail("read", dir, "VANISHED");
  return readBetween(root, dir, parts, first.value, false);
}

/** Parts between two looks at stat, once more when the program image changed in between. */
function readBetween(
  root: TreeNode,
  dir: string,
  parts: readonly ReadPart[],
  stat: Uint8Array,
  isLastTry: boolean,
): Result<ReadSet> {
  const before = parseStatIdentity(stat);
  const set = readSecond(root, dir, parts, before?.start_ticks, before?.image);
  if (!set.ok) return set;
  if (set.value.exec_race && !isLastTry) return readBetween(root, dir, parts, set.value.stat, true);
  return { ok: true, value: { ...set.value, stat } };
}

/** Parts before one look at stat, held against an earlier one. */
function readSecond(
  root: TreeNode,
  dir: string,
  parts: readonly ReadPart[],
  ticks: string | undefined,
  image: string | undefined,
): Result<ReadSet> {
  const values = parts.map((part) => readPart(root, dir, part));
  const stat = readStat(root, dir);
  const now = stat.ok ? parseStatIdentity(stat.value) : null;
  if (!stat.ok || now?.start_ticks !== ticks) return fail("read", dir, "VANISHED");
  return { ok: true, value: { stat: stat.value, parts: values, exec_race: now?.image !== image } };
}

function readStat(root: TreeNode, dir: string): Result<Uint8Array> {
  const node = walk(root, `${dir}/stat`, "open", true);
  if (!node.ok) return node;
  const read = readNode(node.value, { maxBytes: STAT_BYTES });
  return read.ok ? { ok: true, value: read.value.bytes } : read;
}

function readPart(root: TreeNode, dir: string, part: ReadPart): Result<PartValue> {
  if ("link" in part) return readLinkAt(root, `${dir}/${part.link}`);
  if ("stat" in part) return statThroughExe(root, dir, part.stat);
  const node = walk(root, `${dir}/${partName(part)}`, "open", true);
  if (!node.ok) return node;
  if ("file" in part) return readNode(node.value, { maxBytes: part.maxBytes });
  return "hash" in part ? hashNode(node.value, { maxBytes: part.maxBytes }) : linksOf(node.value, part.maxEntries);
}

/** Target of a symbolic link. */
export function readLinkAt(root: TreeNode, path: string): Result<string> {
  const node = walk(root, path, "readlink", false);
  if (!node.ok) return node;
  const refused = refusal(node.value, "readlink");
  if (refused !== null) return { ok: false, error: refused };
  const { link } = node.value.spec;
  return link === undefined ? fail("readlink", path, "EINVAL") : { ok: true, value: link };
}

function statThroughExe(root: TreeNode, dir: string, name: string) {
  const node = walk(root, `${dir}/${name}`, "lstat", name === "exe");
  if (!node.ok) return node;
  const refused = refusal(node.value, "lstat");
  if (refused !== null) return { ok: false as const, error: refused };
  return statOf(node.value, name === "exe" && isKernelLink(node.value));
}
