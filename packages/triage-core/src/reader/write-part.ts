import { closeSync, constants, lstatSync, openSync, statSync } from "node:fs";
import type { ReadPart } from "../contract/host-reader.ts";
import { hashFile } from "./hash-file.ts";
import { HostFault, toFault } from "./host-fault.ts";
import { openFile } from "./open-file.ts";
import { partName, writeFault, writeStat } from "./protocol-answer.ts";
import { readBytes } from "./read-bytes.ts";
import { readLinkName } from "./read-link-name.ts";
import type { ReaderState } from "./state.ts";
import { writeLinks } from "./write-links.ts";

const KERNEL_FILE = constants.O_NOFOLLOW | constants.O_NONBLOCK | constants.O_NOCTTY;

/** Files that wait for nobody, neither a memory lock nor a file system, and that the kernel makes in one piece. */
const LOCK_FREE = new Set(["status", "statm", "comm", "io", "cgroup", "limits", "wchan", "loginuid", "sessionid"]);

/** Files of which a short read is all: the kernel made them in one piece, or (`cmdline`) ends early at a bad page. */
const ONE_READ = new Set([...LOCK_FREE, "cmdline"]);

/** Names that lead through one of the kernel's links to somewhere else; nothing but the program image is read there. */
const LEADS_AWAY = /(?:^|\/)(?:root|cwd|exe|fd\/[^/]+|map_files\/[^/]+)\/|(?:^|\/)\.\.(?:\/|$)|^\//;
const LINK_TO_DIRECTORY = /(?:^|\/)(?:root|cwd)$/;

/** One part of a pinned process into the frame: its value, or why there is none. */
export function writePart(state: ReaderState, index: number, part: ReadPart, untouched: number): void {
  const { out } = state;
  const start = out.mark();
  const name = partName(part);
  try {
    if (index < 32 && (untouched & (1 << index)) !== 0) throw new HostFault(opOf(part), "BLOCKED");
    if (LEADS_AWAY.test(name)) throw new HostFault(opOf(part), "SKIPPED", "policy");
    if (!("link" in part) && !LOCK_FREE.has(name)) state.register.touch(index + 1);
    out.u8(1);
    writeValue(state, part);
  } catch (error) {
    out.rewind(start);
    out.u8(0);
    writeFault(out, toFault(opOf(part), error));
  }
}

function writeValue(state: ReaderState, part: ReadPart): void {
  const { out } = state;
  if ("file" in part) writeFile(state, part.file, part.maxBytes);
  else if ("link" in part) out.text(readLinkName(part.link));
  else if ("stat" in part) writeStat(out, (part.stat === "exe" ? statSync : lstatSync)(part.stat, { bigint: true }));
  else if ("links" in part) writeKernelLinks(state, part.links, part.maxEntries);
  else hashFile(state, openFile(state, part.hash, part.hash === "exe" ? "image" : "kernel").fd, part.maxBytes);
}

function writeFile(state: ReaderState, name: string, maxBytes: number): void {
  const fd = name === "exe" ? openFile(state, name, "image").fd : openSync(name, KERNEL_FILE);
  if (name !== "exe") state.counters.files_opened++;
  try {
    state.out.u8(readBytes(state, fd, maxBytes, null, ONE_READ.has(name)) ? 1 : 0);
    state.out.u8(0);
  } finally {
    closeSync(fd);
  }
}

function writeKernelLinks(state: ReaderState, name: string, maxEntries: number): void {
  if (LINK_TO_DIRECTORY.test(name)) throw new HostFault("opendir", "SKIPPED", "policy");
  writeLinks(state, name, maxEntries);
}

function opOf(part: ReadPart): string {
  if ("file" in part) return "open";
  if ("link" in part) return "readlink";
  if ("stat" in part) return "lstat";
  return "links" in part ? "opendir" : "hash";
}
