import type { LosslessString } from "@livetriage/triage-core/text";

/** Directories that a distribution or an administrator fills. */
const SYSTEM = /^\/(?:usr|bin|sbin|lib|lib32|lib64|libx32|opt|snap|nix\/store|gnu\/store)\//;
/** Directories in which any user may create files, and names that hide. */
const UNUSUAL = /^\/(?:tmp|var\/tmp|dev|run\/user|run\/shm|var\/crash|var\/spool\/cron)\/|\/\.[^/]*$/;
const HIDDEN_DIRECTORY = /\/\.[^/]+\//;
const HOME = /^\/(?:home|root)\//;

/** Is the path below a directory that only root fills? */
export function isSystemPath(path: LosslessString): boolean {
  return SYSTEM.test(path);
}

/** Does a program have no business there: a place where anybody may write, or a hidden one outside of homes? */
export function isUnusualPath(path: LosslessString): boolean {
  return UNUSUAL.test(path) || (HIDDEN_DIRECTORY.test(path) && !HOME.test(path) && !isSystemPath(path));
}

/** The last component of a path. */
export function baseName(path: LosslessString): LosslessString {
  return path.slice(path.lastIndexOf("/") + 1);
}
