import type { LosslessString } from "../text/lossless.ts";

/** The process directory of a root such as `/proc/42/root`: the files as that process sees them; null for other roots. */
export function processOfRoot(root: LosslessString): string | null {
  return /^(\/proc\/[1-9]\d*)\/root\/?$/.exec(root)?.[1] ?? null;
}
