import { type Item, strs } from "./item.ts";

/** Items with a signal first, then by a time, the latest first. RFC 3339 times in UTC sort as text. */
export function bySignalThenTime(timeOf: (item: Item) => string | null): (a: Item, b: Item) => number {
  return (a, b) => {
    const [first, second] = [hasSignal(a), hasSignal(b)];
    if (first !== second) return first ? -1 : 1;
    const [left, right] = [timeOf(a) ?? "", timeOf(b) ?? ""];
    return left === right ? 0 : left < right ? 1 : -1;
  };
}

/** The latest of several times, null when all are unknown. */
export function latest(times: readonly (string | null)[]): string | null {
  return times.reduce((best, time) => ((time ?? "") > (best ?? "") ? time : best), null);
}

export function hasSignal(item: Item): boolean {
  return strs(item, "signals").length > 0;
}
