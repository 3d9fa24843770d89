import { type BigIntStats, closeSync } from "node:fs";
import type { FileIdentity } from "../contract/host-reader.ts";
import { OPERATIONS, type SingleAsk } from "./ask.ts";
import { findSpot } from "./find-spot.ts";
import { hashFile } from "./hash-file.ts";
import { HostFault, toFault } from "./host-fault.ts";
import { listDirectory } from "./list-directory.ts";
import { lookAtNames } from "./look-at-names.ts";
import { openFile } from "./open-file.ts";
import { ANSWER } from "./output.ts";
import { probe } from "./probe.ts";
import { writeFault, writeStat } from "./protocol-answer.ts";
import { clampLimit, readBytes } from "./read-bytes.ts";
import { readLinkName } from "./read-link-name.ts";
import type { ReaderState } from "./state.ts";

/** Answer one ask that is not about a pinned process. */
export function answerSingle(state: ReaderState, seq: number, ask: SingleAsk): void {
  const { out } = state;
  state.register.begin(seq);
  try {
    if (ask.kind === "list") return listDirectory(state, seq, ask);
    out.begin(ANSWER.value, seq);
    writeValue(state, ask);
    out.end();
  } catch (error) {
    out.drop();
    out.begin(ANSWER.fault, seq);
    writeFault(out, toFault(OPERATIONS[ask.kind], error));
    out.end();
  }
}

function writeValue(state: ReaderState, ask: Exclude<SingleAsk, { kind: "list" }>): void {
  const { out } = state;
  switch (ask.kind) {
    case "file":
      return writeFile(state, ask);
    case "link":
      return out.text(readLinkName(findSpot(state, ask.path, false).name));
    case "lstat":
      return writeStat(out, findSpot(state, ask.path, false).stat);
    case "resolve": {
      const spot = findSpot(state, ask.path, true);
      out.text(spot.path);
      return writeStat(out, spot.stat);
    }
    case "hash":
      return hashFile(state, openPath(state, ask.path, ask.expect).fd, ask);
    case "look":
      return lookAtNames(state, ask.path, ask.names);
    case "probe":
      return probe(state, ask.from, ask.to);
  }
}

function writeFile(state: ReaderState, ask: Extract<SingleAsk, { kind: "file" }>): void {
  const { out } = state;
  const { fd, size } = openPath(state, ask.path, ask.expect);
  try {
    const offset = clampLimit(ask.offset, Number.MAX_SAFE_INTEGER);
    const mark = out.mark();
    const more = readBytes(state, fd, ask.maxBytes, offset === 0 ? null : offset);
    const end = offset + out.mark() - mark - 4;
    out.u8(more ? 1 : 0);
    // What the head already holds is not sent again.
    const tailFrom = Math.max(end, size - clampLimit(ask.tailBytes, size));
    const hasTail = more && ask.tailBytes > 0 && size > end;
    out.u8(hasTail ? 1 : 0);
    if (hasTail) readBytes(state, fd, size - tailFrom, tailFrom);
  } finally {
    closeSync(fd);
  }
}

/** Nothing but a regular file is ever opened: a FIFO or a device can act on being opened. */
function openPath(
  state: ReaderState,
  path: string,
  expect: FileIdentity | null,
): { readonly fd: number; readonly size: number } {
  const { name, stat, form } = findSpot(state, path, expect === null);
  if (!stat.isFile()) throw new HostFault("open", "NOT_REGULAR");
  const opened = openFile(state, name, form);
  if (expect !== null && !isSame(opened.stat, expect)) {
    closeSync(opened.fd);
    throw new HostFault("open", "VANISHED");
  }
  return { fd: opened.fd, size: Number(opened.stat.size) };
}

function isSame(stat: BigIntStats, expect: FileIdentity): boolean {
  return BigInt.asUintN(64, stat.dev) === expect.dev && BigInt.asUintN(64, stat.ino) === expect.ino;
}
