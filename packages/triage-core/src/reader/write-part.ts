import { closeSync, constants, lstatSync, openSync, statSync } from "node:fs";
import type { ReadPart } from "../contract/host-reader.ts";
import type { SetMember } from "./ask.ts";
import { hashFile } from "./hash-file.ts";
import { HostFault, toFault } from "./host-fault.ts";
import { openFile } from "./open-file.ts";
import type { PreparedPart } from "./prepared-part.ts";
import { writeFault, writeStat } from "./protocol-answer.ts";
import { readBytes } from "./read-bytes.ts";
import { readLinkName } from "./read-link-name.ts";
import type { ReaderState } from "./state.ts";
import { writeLinks } from "./write-links.ts";

const DIGEST_ONLY = { also: null, headBytes: 0 } as const;
const KERNEL_FILE = constants.O_NOFOLLOW | constants.O_NONBLOCK | constants.O_NOCTTY;

const LINK_TO_DIRECTORY = /(?:^|\/)(?:root|cwd)$/;

/** One part of a pinned process into the frame: its value, or why there is none. What is mounted over is not the kernel's. */
export function writePart(
  state: ReaderState,
  prepared: PreparedPart,
  { untouched, spared }: SetMember,
  isCovered: boolean,
): void {
  const { out } = state;
  const { part, place, op } = prepared;
  const start = out.mark();
  try {
    if (place <= 32 && (untouched & (1 << (place - 1))) !== 0) throw new HostFault(op, "BLOCKED");
    if (prepared.leadsAway || isCovered) throw new HostFault(op, "SKIPPED", "policy");
    if (!prepared.isSafe) {
      if (spared) throw new HostFault(op, "SKIPPED", "budget");
      state.register.touch(place);
    }
    out.u8(1);
    writeValue(state, part, prepared.isOneRead);
  } catch (error) {
    out.rewind(start);
    out.u8(0);
    writeFault(out, toFault(op, error));
  }
}

function writeValue(state: ReaderState, part: ReadPart, isOneRead: boolean): void {
  const { out } = state;
  if ("file" in part) writeFile(state, part.file, part.maxBytes, isOneRead);
  else if ("link" in part) out.text(readLinkName(part.link));
  else if ("stat" in part) writeStat(out, (part.stat === "exe" ? statSync : lstatSync)(part.stat, { bigint: true }));
  else if ("links" in part) writeKernelLinks(state, part.links, part.maxEntries);
  else
    hashFile(state, openFile(state, part.hash, part.hash === "exe" ? "image" : "kernel").fd, {
      ...part,
      ...DIGEST_ONLY,
    });
}

function writeFile(state: ReaderState, name: string, maxBytes: number, isOneRead: boolean): void {
  const fd = name === "exe" ? openFile(state, name, "image").fd : openSync(name, KERNEL_FILE);
  if (name !== "exe") state.counters.files_opened++;
  try {
    state.out.u8(readBytes(state, fd, maxBytes, null, isOneRead) ? 1 : 0);
    state.out.u8(0);
  } finally {
    closeSync(fd);
  }
}

function writeKernelLinks(state: ReaderState, name: string, maxEntries: number): void {
  if (LINK_TO_DIRECTORY.test(name)) throw new HostFault("opendir", "SKIPPED", "policy");
  writeLinks(state, name, maxEntries);
}
