import { type Item, strs } from "./item.ts";

/** By a time, the latest first. RFC 3339 times in UTC sort as text. */
export function byTime(timeOf: (item: Item) => string | null): (a: Item, b: Item) => number {
  return (a, b) => {
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

/** The directory of a path. */
export function directoryOf(path: string): string {
  return path.slice(0, Math.max(0, path.lastIndexOf("/")));
}

/** The part of the host that a path lies in: its first two directories. */
export function regionOf(path: string): string {
  return directoryOf(path).split("/", 3).join("/");
}

/** The first of each list, then the second of each, and so on. */
export function inTurns<T>(lists: readonly (readonly T[])[]): T[] {
  const longest = Math.max(0, ...lists.map((list) => list.length));
  return Array.from({ length: longest }, (_, i) => lists.flatMap((list) => list.slice(i, i + 1))).flat();
}
