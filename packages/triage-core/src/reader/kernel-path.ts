import type { LosslessString } from "../text/lossless.ts";

const THROUGH = /\/(?:root|cwd|exe|fd\/[^/]+|map_files\/[^/]+)\/|\/\.\.?(?:\/|$)|\/\//;
const ENDS = /\/(?:root|cwd|fd\/[^/]+|map_files\/[^/]+)$/;

/** Is this a path of the kernel's own figures, to which no link and no mount of ours applies? */
export function isProcPath(path: LosslessString): boolean {
  return path === "/proc" || path.startsWith("/proc/");
}

/** Does the path lead through one of the links of a process (`root`, `cwd`, `exe`, `fd/N`) to somewhere else? */
export function leadsAway(path: LosslessString): boolean {
  return THROUGH.test(path);
}

/** Is the path itself such a link, the program image excepted? */
export function isAwayLink(path: LosslessString): boolean {
  return ENDS.test(path);
}
