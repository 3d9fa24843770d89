import type { LosslessString } from "./lossless.ts";

/** The path of a name in a directory. */
export function pathIn(directory: LosslessString, name: LosslessString): LosslessString {
  return `${directory === "/" ? "" : directory}/${name}`;
}
