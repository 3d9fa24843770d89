import type { FindSpec, HostError } from "../contract/host-reader.ts";
import { hasInvalidBytes, type LosslessString } from "../text/lossless.ts";
import { RECORD_FORMAT } from "./find-records.ts";

/** Characters of one argument; Linux takes 128 KiB. */
const MOST_ARGUMENT = 32_768;

/**
 * The command line of one `find`: prune first, so that a pruned directory is neither entered nor reported; then what
 * changed at or after the time, by mtime or ctime, printed as NUL-separated fields. What is pruned is one expression,
 * for `find` tests names before types: a hundred `-path` cost more than all the rest.
 *
 * Source: find(1); `-newermt @SECONDS` is strictly newer, so the time asked for is one nanosecond earlier.
 */
export function findArguments({ starts, maxDepth, changedSinceNs, prune }: FindSpec): string[] {
  const time = `@${toSeconds(changedSinceNs - 1n)}`;
  const paths = toPatterns(prune).flatMap((pattern, i) => [...(i === 0 ? [] : ["-o"]), "-regex", pattern]);
  return [
    "-P",
    ...starts.filter((path) => !hasInvalidBytes(path)),
    "-mindepth",
    "1",
    "-maxdepth",
    String(maxDepth),
    "-regextype",
    "posix-extended",
    ...(paths.length === 0 ? [] : ["(", ...paths, ")", "-prune", "-o"]),
    "(",
    "-newermt",
    time,
    "-o",
    "-newerct",
    time,
    ")",
    "-printf",
    RECORD_FORMAT,
  ];
}

/** Paths that are not UTF-8: a command line of ours cannot hold them. */
export function unsayable({ starts, prune }: FindSpec): HostError[] {
  const paths = [...starts, ...prune].filter((path) => hasInvalidBytes(path));
  return paths.map((path) => ({ op: "find", path, errno: "EILSEQ" }));
}

/** Expressions for exactly these paths, as few as arguments may be long. */
function toPatterns(paths: readonly LosslessString[]): string[] {
  const patterns: string[] = [];
  for (const pattern of paths.map(toPattern)) {
    const last = patterns.at(-1);
    if (last === undefined || last.length + pattern.length > MOST_ARGUMENT) patterns.push(pattern);
    else patterns[patterns.length - 1] = `${last}|${pattern}`;
  }
  return patterns;
}

/** An expression for exactly this path; a byte that cannot be said stands as any one byte. */
function toPattern(path: LosslessString): string {
  const pattern = path.replace(/[\\^$.|?*+(){}[\]]/g, "\\$&");
  return hasInvalidBytes(pattern) ? pattern.replace(/(?<![\uD800-\uDBFF])[\uDC80-\uDCFF]/g, ".") : pattern;
}

function toSeconds(ns: bigint): string {
  const digits = (ns < 0n ? -ns : ns).toString().padStart(10, "0");
  return `${ns < 0n ? "-" : ""}${digits.slice(0, -9)}.${digits.slice(-9)}`;
}
