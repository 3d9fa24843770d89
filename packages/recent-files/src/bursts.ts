import type { LosslessString } from "@livetriage/triage-core/text";
import { byDistance, type Candidate } from "./candidate.ts";
import type { FileClass } from "./class-of.ts";

/** A directory with more changes of one class within one second than this is told as one row. */
const BURST = 500;
/** Directories whose seconds are counted at one time; an engine stays in a directory and below it for a while. */
const OPEN_DIRECTORIES = 256;
const MAX_SECONDS = 4096;

const FOLDABLE: ReadonlySet<FileClass> = new Set([
  "executable",
  "library",
  "kernel_module",
  "script",
  "configuration",
  "other",
]);

/** A burst that has just been recognised. */
export interface Burst {
  /** Is this candidate one of the burst's members that were taken for single files so far? */
  holds(candidate: Candidate): boolean;
}

/** Recognises archives unpacked and packages upgraded: many ctimes of one second in one directory. */
export interface Bursts {
  /** Null for a single file so far, the burst when this candidate makes it one, `member` for every further one. */
  add(candidate: Candidate): Burst | "member" | null;
  /** One candidate for each burst, the nearest to the focus, with the number of files that it stands for. */
  folded(): Candidate[];
}

interface Count {
  count: number;
  nearest: Candidate;
}

/** Counts per directory, class, owner and second; set-id, hidden and misplaced files are never folded. */
export function createBursts(): Bursts {
  const open = new Map<LosslessString, Map<string, Count>>();
  const found = new Map<string, Count>();
  return {
    add(candidate) {
      if (!FOLDABLE.has(candidate.class)) return null;
      const key = keyOf(candidate);
      const known = found.get(`${candidate.directory} ${key}`);
      if (known !== undefined) {
        count(known, candidate);
        return "member";
      }
      const counted = countIn(secondsOf(open, candidate.directory), key, candidate);
      if (counted === null || counted.count <= BURST) return null;
      found.set(`${candidate.directory} ${key}`, counted);
      return { holds: (one) => one.directory === candidate.directory && keyOf(one) === key };
    },
    folded: () => [...found.values()].map(({ nearest, count }) => ({ ...nearest, folded: { by: "burst", count } })),
  };
}

function keyOf({ class: fileClass, stat }: Candidate): string {
  return `${fileClass} ${stat.uid} ${stat.ctime_ns / 1_000_000_000n}`;
}

/** The counts of a directory, the one that was not used for longest making room. */
function secondsOf(open: Map<LosslessString, Map<string, Count>>, directory: LosslessString): Map<string, Count> {
  const known = open.get(directory);
  open.delete(directory);
  const seconds = known ?? new Map<string, Count>();
  open.set(directory, seconds);
  const [oldest] = open.keys();
  if (open.size > OPEN_DIRECTORIES && oldest !== undefined) open.delete(oldest);
  return seconds;
}

function countIn(seconds: Map<string, Count>, key: string, candidate: Candidate): Count | null {
  const known = seconds.get(key);
  if (known !== undefined) return count(known, candidate);
  if (seconds.size === MAX_SECONDS) return null;
  const first = { count: 1, nearest: candidate };
  seconds.set(key, first);
  return first;
}

function count(counted: Count, candidate: Candidate): Count {
  counted.count++;
  if (byDistance(candidate, counted.nearest) < 0) counted.nearest = candidate;
  return counted;
}
