import { readdirSync } from "node:fs";
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
  // At once and without types: for the few descriptors of most processes a walk entry by entry costs twice as much.
  for (const link of readdirSync(name)) {
    if (written < most && writeLink(state, name, link)) written++;
    if (++seen % STEP_LINKS === 0) state.step();
  }
  out.patchU32(out.at(start), written);
  out.u32(seen);
  out.u8(seen > written && written === most ? 1 : 0);
}

/** False when it was closed meanwhile, or is no link. A path too long for the kernel to say is empty: it is one of many. */
function writeLink(state: ReaderState, dir: string, name: string): boolean {
  let link = "";
  try {
    link = readLinkName(`${dir}/${name}`);
  } catch (error) {
    const errno = errnoOf(error);
    if (errno === "ENOENT" || errno === "EINVAL") return false;
    if (errno !== "ENAMETOOLONG") throw new HostFault("readlink", errno);
  }
  state.out.text(name);
  state.out.text(link);
  return true;
}
