import type { FileStat } from "@livetriage/triage-core";
import type { LosslessString } from "@livetriage/triage-core/text";
import type { Place } from "./roots.ts";

/** What a file is to an analyst. `other` is kept last; the rest share one rank. */
export const CLASSES = [
  "setuid",
  "executable",
  "kernel_module",
  "library",
  "script",
  "configuration",
  "misplaced",
  "hidden",
  "deleted_open",
  "memfd",
  "other",
] as const;
export type FileClass = (typeof CLASSES)[number];

/** Classes of which many that have one cause are told as one row. */
export const FOLDABLE: ReadonlySet<FileClass> = new Set([
  "executable",
  "library",
  "kernel_module",
  "script",
  "configuration",
  "other",
]);

/** What the class is told from, all of it cheap. */
export interface Kind {
  readonly path: LosslessString;
  readonly place: Place;
  /** As `holdsConfiguration` says of the directory. */
  readonly amongConfiguration: boolean;
  readonly stat: Pick<FileStat, "type" | "mode">;
}

const SCRIPT =
  /\.(?:sh|bash|zsh|ksh|csh|fish|py|pyc|pl|pm|rb|lua|tcl|awk|php\d?|phtml|phar|jspx?|aspx?|ashx|cgi|js|mjs|cjs|ps1|groovy|war|jar)$/i;
const LIBRARY = /\.so(?:\.[\d.]+)?$/;
const MODULE = /\.ko(?:\.(?:gz|xz|zst))?$/;
const CONFIGURATION =
  /\.(?:service|socket|timer|path|mount|automount|target|desktop|rules|conf|cnf|cfg|ini|pth)$|^(?:authorized_keys2?|known_hosts|crontab|sudoers|\.(?:bash|zsh|ksh|csh|tcsh)rc|\.(?:bash_)?(?:profile|login|logout)|\.z(?:shenv|profile|login|logout)|\.xinitrc|\.xsession)$/;
/** Any of these: nearly all names in a flood are none. */
const TELLING = new RegExp([SCRIPT, LIBRARY, MODULE, CONFIGURATION].map(({ source }) => source).join("|"), "i");
const CONFIGURATION_DIRECTORY = /\/(?:\.ssh|cron[^/]*)$/;

const EXECUTE_BITS = 0o111;
const SET_ID_BITS = 0o6000;

/** Is every file in this directory configuration, whatever its name? */
export function holdsConfiguration(directory: LosslessString, place: Place): boolean {
  return place === "configuration" || CONFIGURATION_DIRECTORY.test(directory);
}

/** The class of a file by its type, mode, name and place. */
export function classOf({ path, place, amongConfiguration, stat }: Kind): FileClass {
  if (stat.type === "file") return classOfRegular(path, place, amongConfiguration, stat.mode);
  const isStray = isOutOfPlace(path, place) && (stat.type === "block" || stat.type === "char");
  if (isStray) return "misplaced";
  return hasHiddenName(path) && place !== "home" ? "hidden" : "other";
}

/** A regular file that somebody may execute. */
export function isExecutable(stat: Pick<FileStat, "type" | "mode">): boolean {
  return stat.type === "file" && (stat.mode & EXECUTE_BITS) !== 0;
}

function classOfRegular(path: LosslessString, place: Place, amongConfiguration: boolean, mode: number): FileClass {
  if ((mode & SET_ID_BITS) !== 0 && (mode & EXECUTE_BITS) !== 0) return "setuid";
  const name = path.slice(path.lastIndexOf("/") + 1);
  const byName = TELLING.test(name) ? classOfName(name) : null;
  if (byName !== null && byName !== "configuration") return byName;
  if ((mode & EXECUTE_BITS) !== 0) return "executable";
  if (amongConfiguration || byName === "configuration") return "configuration";
  if (place === "temporary" && path.startsWith("/dev/") && !path.startsWith("/dev/shm/")) return "misplaced";
  return name.startsWith(".") && place !== "home" ? "hidden" : "other";
}

function classOfName(name: LosslessString): FileClass | null {
  if (MODULE.test(name)) return "kernel_module";
  if (LIBRARY.test(name)) return "library";
  if (SCRIPT.test(name)) return "script";
  return CONFIGURATION.test(name) ? "configuration" : null;
}

/** The last name starts with a dot; what merely lies below a hidden directory does not count. */
function hasHiddenName(path: LosslessString): boolean {
  return path[path.lastIndexOf("/") + 1] === ".";
}

/** Device nodes belong below /dev. */
function isOutOfPlace(path: LosslessString, place: Place): boolean {
  return place !== "temporary" || !path.startsWith("/dev/");
}
