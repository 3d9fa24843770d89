import type { LosslessString } from "@livetriage/triage-core/text";
import { byDistance, type Candidate } from "./candidate.ts";
import type { FileClass } from "./class-of.ts";

/** A directory with more changes of one cause than this is told as one row. */
const MOST_SINGLE = { burst: 500, package: 1 } as const;
/** Directories whose seconds are counted at one time; an engine stays in a directory and below it for a while. */
const OPEN_DIRECTORIES = 64;
const MAX_CAUSES = 256;

const FOLDABLE: ReadonlySet<FileClass> = new Set([
  "executable",
  "library",
  "kernel_module",
  "script",
  "configuration",
  "other",
]);

/** Changes that have one cause: of one class, owner and second, or of one package, in one directory. */
export interface Burst {
  readonly by: "burst" | "package";
  count: number;
  nearest: Candidate;
}

/** Recognises archives unpacked, and packages installed or upgraded. */
export interface Bursts {
  /** Null for a single file so far, the burst when this candidate makes it one, `member` for every further one. */
  add(candidate: Candidate): Burst | "member" | null;
  /** One candidate for each burst, the nearest to the focus, with the number of files that it stands for. */
  folded(): Candidate[];
}

/** Counts per directory, class, owner and second; set-id, hidden and misplaced files are never folded. */
export function createBursts(): Bursts {
  const open = new Map<LosslessString, Map<string, Burst>>();
  const found: Burst[] = [];
  const withBursts = new Map<LosslessString, Map<string, Burst>>();
  return {
    add(candidate) {
      if (!FOLDABLE.has(candidate.class)) return null;
      const seconds = withBursts.get(candidate.directory) ?? countsOf(open, candidate.directory);
      const burst = count(seconds, candidate);
      if (burst === null || burst.count <= MOST_SINGLE[burst.by]) return null;
      if (burst.count > MOST_SINGLE[burst.by] + 1) return "member";
      found.push(burst);
      withBursts.set(candidate.directory, seconds);
      return burst;
    },
    folded: () => found.map(({ nearest, by, count }) => ({ ...nearest, folded: { by, count } })),
  };
}

/** Does a candidate belong to this burst? */
export function isOf({ nearest }: Burst, one: Candidate): boolean {
  return one.directory === nearest.directory && FOLDABLE.has(one.class) && causeOf(one) === causeOf(nearest);
}

/** What many files of one directory may have in common. */
function causeOf({ origin, second, stat, class: fileClass }: Candidate): string {
  if (origin?.withInstall === true) return `package ${origin.package}`;
  return `${second} ${stat.uid} ${fileClass}`;
}

/** The counts of a directory; the directory that was opened first makes room. */
function countsOf(open: Map<LosslessString, Map<string, Burst>>, directory: LosslessString): Map<string, Burst> {
  const known = open.get(directory);
  if (known !== undefined) return known;
  const fresh = new Map<string, Burst>();
  open.set(directory, fresh);
  const [oldest] = open.keys();
  if (open.size > OPEN_DIRECTORIES && oldest !== undefined) open.delete(oldest);
  return fresh;
}

/** Count a candidate where it belongs; null when the directory has too many different causes. */
function count(seconds: Map<string, Burst>, candidate: Candidate): Burst | null {
  const key = causeOf(candidate);
  const known = seconds.get(key);
  if (known === undefined) {
    if (seconds.size === MAX_CAUSES) return null;
    const by = candidate.origin?.withInstall === true ? "package" : "burst";
    const first: Burst = { by, count: 1, nearest: candidate };
    seconds.set(key, first);
    return first;
  }
  known.count++;
  if (byDistance(candidate, known.nearest) < 0) known.nearest = candidate;
  return known;
}
