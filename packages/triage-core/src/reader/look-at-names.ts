import type { LosslessString } from "../text/lossless.ts";
import { pathIn } from "../text/path-in.ts";
import { typeOfMode } from "./file-type.ts";
import { findSpot, type Spot } from "./find-spot.ts";
import { errnoOf, HostFault } from "./host-fault.ts";
import { ENTRY, FILE_TYPES, writeStat } from "./protocol-answer.ts";
import type { ReaderState } from "./state.ts";

/** lstat of names in a directory into the frame, as entries of a listing; those that are not there are left out. */
export function lookAtNames(state: ReaderState, path: LosslessString, names: readonly LosslessString[]): void {
  for (const name of names) {
    const found = lookAt(state, pathIn(path, name));
    if (found === "ENOENT" || found === "ENOTDIR") continue;
    writeEntry(state, name, found);
  }
}

/** What stands at a path, or why that cannot be told. */
function lookAt(state: ReaderState, path: LosslessString): Spot["stat"] | string {
  try {
    return findSpot(state, path, false).stat;
  } catch (error) {
    return error instanceof HostFault ? error.errno : errnoOf(error);
  }
}

function writeEntry({ out }: ReaderState, name: LosslessString, found: Spot["stat"] | string): void {
  out.text(name);
  out.u8(FILE_TYPES.indexOf(typeof found === "string" ? "unknown" : typeOfMode(Number(found.mode))));
  out.u8(typeof found === "string" ? ENTRY.errno : ENTRY.stat);
  if (typeof found === "string") out.text(found);
  else writeStat(out, found);
}
