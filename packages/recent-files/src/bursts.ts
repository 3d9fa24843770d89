import type { LosslessString } from "@livetriage/triage-core/text";
import { byDistance, type Candidate } from "./candidate.ts";
import { type FileClass, FOLDABLE } from "./class-of.ts";

/** More changes than this in one directory within one second are told as one row. */
const MOST_SINGLE = 500;
/** Directories whose seconds are counted at one time; an engine stays in a directory and below it for a while. */
const OPEN_DIRECTORIES = 64;
const MAX_BURSTS = 256;

/** Changes of one class and owner within one second in one directory. */
export interface Burst {
  readonly directory: LosslessString;
  /** Of ctime. */
  readonly second: number;
  readonly uid: number;
  readonly class: FileClass;
  count: number;
  nearest: Candidate;
}

/** Recognises archives unpacked, and floods. */
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
  let last: Burst | null = null;
  return {
    add(candidate) {
      if (!FOLDABLE.has(candidate.class)) return null;
      if (last === null || !isOf(last, candidate)) {
        last = burstOf(withBursts.get(candidate.directory) ?? burstsIn(open, candidate.directory), candidate);
      }
      if (last === null) return null;
      last.count++;
      if (byDistance(candidate, last.nearest) < 0) last.nearest = candidate;
      if (last.count <= MOST_SINGLE) return null;
      if (last.count > MOST_SINGLE + 1) return "member";
      found.push(last);
      withBursts.set(last.directory, withBursts.get(last.directory) ?? burstsIn(open, last.directory));
      return last;
    },
    folded: () => found.map(({ nearest, count }) => ({ ...nearest, folded: { by: "burst", count } })),
  };
}

/** Does a candidate belong to this burst? */
export function isOf(burst: Burst, one: Candidate): boolean {
  return (
    one.directory === burst.directory &&
    one.class === burst.class &&
    one.stat.uid === burst.uid &&
    one.stat.ctime_s === burst.second
  );
}

/** The bursts in a directory; the directory that was opened first makes room. */
function burstsIn(open: Map<LosslessString, Map<string, Burst>>, directory: LosslessString): Map<string, Burst> {
  const known = open.get(directory);
  if (known !== undefined) return known;
  const fresh = new Map<string, Burst>();
  open.set(directory, fresh);
  const [oldest] = open.keys();
  if (open.size > OPEN_DIRECTORIES && oldest !== undefined) open.delete(oldest);
  return fresh;
}

/** The burst that a candidate counts for, nothing counted yet; null when the directory has too many different ones. */
function burstOf(bursts: Map<string, Burst>, candidate: Candidate): Burst | null {
  const { directory, class: fileClass, stat } = candidate;
  const second = stat.ctime_s;
  const key = `${second} ${stat.uid} ${fileClass}`;
  const known = bursts.get(key);
  if (known !== undefined || bursts.size === MAX_BURSTS) return known ?? null;
  const burst = { directory, second, uid: stat.uid, class: fileClass, count: 0, nearest: candidate };
  bursts.set(key, burst);
  return burst;
}
