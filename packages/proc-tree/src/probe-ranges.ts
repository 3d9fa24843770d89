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

/**
 * The numbers to look at for processes that no listing shows: all up to a little beyond the highest known or last given
 * pid; where that is too many, the lowest and those around each known pid, from the lowest up, unless `all` are wanted.
 */
export function probeRanges(known: readonly number[], lastPid: number, all: boolean): ProbeRange[] {
  const top = known.reduce((max, pid) => Math.max(max, pid), lastPid) + CHUNK;
  if (all || top <= SMALL_SPACE) return chunks(1, top);
  const windows = known.toSorted((a, b) => a - b).map((pid) => ({ from: Math.max(1, pid - AROUND), to: pid + AROUND }));
  const merged: { from: number; to: number }[] = [{ from: 1, to: CHUNK }];
  for (const { from, to } of windows) {
    const last = merged.at(-1) as { from: number; to: number };
    if (from <= last.to + 1) last.to = Math.max(last.to, to);
    else merged.push({ from, to });
  }
  let left = MAX_NUMBERS;
  return merged.filter(({ from, to }) => (left -= to - from + 1) >= 0).flatMap(({ from, to }) => chunks(from, to));
}

function chunks(from: number, to: number): ProbeRange[] {
  const ranges: ProbeRange[] = [];
  for (let at = from; at <= to; at += CHUNK) ranges.push({ from: at, to: Math.min(to, at + CHUNK - 1) });
  return ranges;
}
