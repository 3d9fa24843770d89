/** Numbers to ask for, both ends included. */
export interface ProbeRange {
  readonly from: number;
  readonly to: number;
}

/** Numbers of one ask, and how far beyond the highest known pid to look. */
const CHUNK = 4096;
/** Up to here all numbers are asked for; beyond it, where pids are large, the neighbourhood of known ones. */
const SMALL_SPACE = 65_536;
const AROUND = 128;
/** Most numbers of neighbourhoods: about 100 ms of looking. */
const MAX_NUMBERS = 32_768;
/** Known pids in a row that are not asked for; fewer cost less than one ask more. */
const LONG_RUN = 64;

/**
 * The numbers to look at for processes that no listing shows: all up to a little beyond the highest known or last given
 * pid; where that is too many, the lowest and those around each known pid, from the lowest up, unless `all` are wanted.
 * Long runs of known ones are left out.
 */
export function probeRanges(known: readonly number[], lastPid: number, all: boolean): ProbeRange[] {
  const sorted = known.toSorted((a, b) => a - b);
  return unknownOf(spaceOf(sorted, lastPid, all), sorted).flatMap(({ from, to }) => chunks(from, to));
}

function spaceOf(sorted: readonly number[], lastPid: number, all: boolean): ProbeRange[] {
  const top = Math.max(sorted.at(-1) ?? 0, lastPid) + CHUNK;
  if (all || top <= SMALL_SPACE) return [{ from: 1, to: top }];
  const windows = sorted.map((pid) => ({ from: Math.max(1, pid - AROUND), to: pid + AROUND }));
  const merged: { from: number; to: number }[] = [{ from: 1, to: CHUNK }];
  for (const { from, to } of windows) {
    const last = merged.at(-1) as { from: number; to: number };
    if (from <= last.to + 1) last.to = Math.max(last.to, to);
    else merged.push({ from, to });
  }
  let left = MAX_NUMBERS;
  return merged.filter(({ from, to }) => (left -= to - from + 1) >= 0);
}

/** The ranges without long runs of what is known. */
function unknownOf(ranges: readonly ProbeRange[], sorted: readonly number[]): readonly ProbeRange[] {
  const runs = runsOf(sorted).filter(({ from, to }) => to - from + 1 >= LONG_RUN);
  return runs.reduce<readonly ProbeRange[]>((left, run) => left.flatMap((range) => without(range, run)), ranges);
}

function runsOf(sorted: readonly number[]): ProbeRange[] {
  const runs: { from: number; to: number }[] = [];
  for (const pid of sorted) {
    const last = runs.at(-1);
    if (last !== undefined && pid === last.to + 1) last.to = pid;
    else runs.push({ from: pid, to: pid });
  }
  return runs;
}

function without({ from, to }: ProbeRange, run: ProbeRange): ProbeRange[] {
  const parts = [
    { from, to: Math.min(to, run.from - 1) },
    { from: Math.max(from, run.to + 1), to },
  ];
  return parts.filter((part) => part.from <= part.to);
}

function chunks(from: number, to: number): ProbeRange[] {
  const ranges: ProbeRange[] = [];
  for (let at = from; at <= to; at += CHUNK) ranges.push({ from: at, to: Math.min(to, at + CHUNK - 1) });
  return ranges;
}
