import { parseRfc3339 } from "@livetriage/triage-core/text";

const STEPS: readonly (readonly [string, number])[] = [
  ["d", 86_400],
  ["h", 3_600],
  ["min", 60],
  ["s", 1],
];

/** `1 item`, `2 items`, `1 entry`: a number of what a plural names. */
export function counted(count: number, plural: string): string {
  return `${count} ${count === 1 ? plural.replace(/ies$/, "y").replace(/s$/, "") : plural}`;
}

/** `3 d 2 h`, `5 min 3 s`, `0 s`: the two largest units. */
export function span(seconds: number): string {
  const at = STEPS.findIndex(([, size]) => Math.abs(seconds) >= size);
  if (at === -1) return "0 s";
  const [unit, size] = STEPS[at] as [string, number];
  const whole = Math.trunc(seconds / size);
  const next = STEPS[at + 1];
  const rest = next === undefined ? 0 : Math.trunc(Math.abs(seconds % size) / next[1]);
  return rest === 0 ? `${whole} ${unit}` : `${whole} ${unit} ${rest} ${next?.[0]}`;
}

/** `310 ms`, `1.2 s`, `3 min 4 s`. */
export function duration(ms: number | null): string {
  if (ms === null) return "-";
  if (ms < 1000) return `${Math.round(ms)} ms`;
  return ms < 60_000 ? `${(ms / 1000).toFixed(1)} s` : span(Math.round(ms / 1000));
}

/** `2026-11-23 03:33:18Z`: an RFC 3339 time to the second; what is none is given back. */
export function second(time: string | null): string {
  if (time === null) return "-";
  return time.replace(/^(.{10,16})T(\d\d:\d\d:\d\d)(?:\.\d+)?Z$/, "$1 $2Z");
}

/** How long before `now` a time lies, in one unit; `-` when one of them is no time. */
export function age(time: string | null, now: string): string {
  const [then, end] = [parseRfc3339(time ?? ""), parseRfc3339(now)];
  if (then === null || end === null) return "-";
  const seconds = Number((end - then) / 1_000_000_000n);
  const [unit, size] = STEPS.find(([, size]) => Math.abs(seconds) >= size) ?? ["s", 1];
  const text = `${Math.trunc(Math.abs(seconds) / size)} ${unit}`;
  return seconds < 0 ? `in ${text}` : text;
}

/** `512 B`, `4.2 KiB`, `1.0 GiB`. */
export function bytes(size: number | null): string {
  if (size === null) return "-";
  if (size < 1024) return `${size} B`;
  const exponent = Math.min(5, Math.floor(Math.log2(size) / 10));
  return `${(size / 1024 ** exponent).toFixed(1)} ${"KMGTP"[exponent - 1]}iB`;
}
