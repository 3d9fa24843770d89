import type { PartValue, ReadPart, ReadSet, ReadSetOptions, Result } from "../../contract/host-reader.ts";
import { parseStatIdentity } from "../../tables/parse/stat.ts";
import { statOf } from "./file-stat.ts";
import { hashNode, linksOf, readNode } from "./read-node.ts";
import { fail, isKernelLink, refusal, type TreeNode, walk } from "./tree.ts";

const STAT_BYTES = 4096;

/** All parts of one process between two looks at its stat, once more when the program image changed in between. */
export function readProcess(
  root: TreeNode,
  dir: string,
  parts: readonly ReadPart[],
  options: ReadSetOptions,
): Result<ReadSet> {
  const directory = walk(root, dir, "chdir", true);
  if (!directory.ok) return directory;
  const refused = refusal(directory.value, "chdir");
  if (refused !== null) return { ok: false, error: refused };
  let before = readStat(root, dir);
  if (!before.ok) return before;
  const who = parseStatIdentity(before.value);
  if (options.expect !== undefined && who?.start_ticks !== options.expect.start_ticks)
    return fail("read", dir, "VANISHED");
  for (const lastTry of [false, true]) {
    const values = parts.map((part) => readPart(root, dir, part));
    const after = readStat(root, dir);
    if (!after.ok) return fail("read", dir, "VANISHED");
    const now = parseStatIdentity(after.value);
    if (now?.start_ticks !== who?.start_ticks) return fail("read", dir, "VANISHED");
    const execRace = now?.image !== parseStatIdentity(before.value)?.image;
    if (!execRace || lastTry) return { ok: true, value: { stat: before.value, parts: values, exec_race: execRace } };
    before = after;
  }
  return fail("read", dir, "VANISHED");
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
  const name = "file" in part ? part.file : "hash" in part ? part.hash : part.links;
  const node = walk(root, `${dir}/${name}`, "open", true);
  if (!node.ok) return node;
  if ("file" in part) return readNode(node.value, { maxBytes: part.maxBytes });
  return "hash" in part ? hashNode(node.value, part.maxBytes) : linksOf(node.value, part.maxEntries);
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
