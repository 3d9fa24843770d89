import { opendirSync } from "node:fs";
import { errnoOf, HostFault } from "./host-fault.ts";
import { clampLimit } from "./read-bytes.ts";
import { readLinkName } from "./read-link-name.ts";
import type { ReaderState } from "./state.ts";

const MOST_LINKS = 1_000_000;
const STEP_LINKS = 256;

/** Every link of a kernel directory with its target; one that is gone by the time it is read counts as not there. */
export function writeLinks(state: ReaderState, name: string, maxEntries: number): void {
  const { out } = state;
  const most = clampLimit(maxEntries, MOST_LINKS);
  const start = out.mark();
  let seen = 0;
  let written = 0;
  out.u32(0);
  const dir = opendirSync(name, { bufferSize: STEP_LINKS });
  try {
    for (let entry = dir.readSync(); entry !== null; entry = dir.readSync()) {
      if (!entry.isSymbolicLink()) continue;
      if (written < most && writeLink(state, name, entry.name)) written++;
      if (++seen % STEP_LINKS === 0) state.step();
    }
  } finally {
    dir.closeSync();
  }
  out.patchU32(out.at(start), written);
  out.u32(seen);
  out.u8(seen > written && written === most ? 1 : 0);
}

/** False when the descriptor was closed meanwhile. A path too long for the kernel to say is empty: it is one of many. */
function writeLink(state: ReaderState, dir: string, name: string): boolean {
  let link = "";
  try {
    link = readLinkName(`${dir}/${name}`);
  } catch (error) {
    const errno = errnoOf(error);
    if (errno === "ENOENT") return false;
    if (errno !== "ENAMETOOLONG") throw new HostFault("readlink", errno);
  }
  state.out.text(name);
  state.out.text(link);
  return true;
}
