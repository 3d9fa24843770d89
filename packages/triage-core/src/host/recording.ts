import type { HostError, Result } from "../contract/host-reader.ts";
import { splitLines } from "../text/lines.ts";
import type { RecordedAsk } from "./record.ts";
import { fromJsonValue, type RecordingRedaction, toJsonValue } from "./recording-value.ts";

/** What a replay must know beside the answers, so that it asks the same questions. First line of a recording. */
export interface RecordingHead {
  readonly recording: 1;
  /** False for an image below a root. */
  readonly live: boolean;
  /** Main process of the recorded collection. */
  readonly pid: number;
  readonly effective_uid: number;
  /** The collection's clocks when it began, nanoseconds, decimal. */
  readonly wall_ns: string;
  readonly monotonic_ns: string;
}

/** A recorded host. */
export interface Recording {
  readonly head: RecordingHead;
  readonly asks: readonly RecordedAsk[];
}

type Line = {
  readonly args?: unknown;
  readonly same?: unknown;
  readonly ok?: unknown;
  readonly error?: object | undefined;
} & Readonly<Record<string, unknown>>;

/** What is shorter is written where it is used, even if it repeats itself. */
const SHORT_ARGS = 48;
const SHORT_OUTCOME = 1024;

/**
 * A recording as text: the head, the arguments and the long outcomes that repeat themselves, then one ask a line, sorted
 * by path.
 *
 * Shape: `{"readFile":"/etc/passwd","args":[{"maxBytes":65536}],"ok":{"bytes":{"$text":"root:…"},"more":false}}`;
 *        `"args":"#1"` and `"same":"=1"` stand for what `{"#1":…}` and `{"=1":…}` say.
 */
export function formatRecording({ head, asks }: Recording, redact: RecordingRedaction = (text) => text): string {
  const rows = asks.map(({ method, path, args, answer }) => ({
    method,
    path: redact(path),
    args: JSON.stringify(toJsonValue(args, redact)),
    outcome: JSON.stringify(toJsonValue(outcomeOf(answer, path), redact)),
  }));
  const sorted = rows.toSorted(
    (a, b) => comparePaths(a.path, b.path) || compare(a.method, b.method) || compare(a.args, b.args),
  );
  const byAsk = Map.groupBy(sorted, ({ method, path, args }) => JSON.stringify([method, path, args]));
  const kept = [...byAsk.values()].flatMap(withoutRepeats);
  const args = nameRepeated("#", kept, "args", SHORT_ARGS);
  const outcomes = nameRepeated("=", kept, "outcome", SHORT_OUTCOME);
  const lines = kept.map((row) => {
    const ask = `{"${row.method}":${JSON.stringify(row.path)},"args":${args.names.get(row.args) ?? row.args}`;
    const name = outcomes.names.get(row.outcome);
    return name === undefined ? `${ask},${row.outcome.slice(1)}` : `${ask},"same":${name}}`;
  });
  return [JSON.stringify(head), ...args.lines, ...outcomes.lines, ...lines, ""].join("\n");
}

/** A name, as JSON, for each text that is not short and stands there more than once; and the lines that define them. */
function nameRepeated<K extends string>(sign: string, rows: readonly Record<K, string>[], field: K, short: number) {
  const counts = new Map<string, number>();
  for (const { [field]: text } of rows) if (text.length >= short) counts.set(text, (counts.get(text) ?? 0) + 1);
  const repeated = [...counts].filter(([, count]) => count > 1).map(([text]) => text);
  const names = new Map(repeated.map((text, i) => [text, `"${sign}${i + 1}"`]));
  return { names, lines: [...names].map(([text, name]) => `{${name}:${text}}`) };
}

/** The recording in a text of `formatRecording`. Throws on anything else. */
export function parseRecording(text: string): Recording {
  const [first, ...rest] = splitLines(text).map((line) => JSON.parse(line) as Line);
  if (first?.["recording"] !== 1) throw new Error("This is not a recording of format 1.");
  const isNamed = (line: Line): boolean => /^[#=]/.test(Object.keys(line)[0] ?? "");
  const named = Object.assign({}, ...rest.filter(isNamed)) as Readonly<Record<string, unknown>>;
  return {
    head: first as unknown as RecordingHead,
    asks: rest.filter((line) => !isNamed(line)).map((line) => toAsk(line, named)),
  };
}

function toAsk({ args, same, ok, error, ...ask }: Line, named: Readonly<Record<string, unknown>>): RecordedAsk {
  const [[method, path] = []] = Object.entries(ask);
  const outcome = typeof same === "string" ? (named[same] as Line) : { ok, error };
  const answer =
    outcome.error === undefined
      ? { ok: true as const, value: fromJsonValue(outcome.ok) }
      : { ok: false as const, error: { path, ...(fromJsonValue(outcome.error) as object) } as HostError };
  return { method, path, args: fromJsonValue(typeof args === "string" ? named[args] : args), answer } as RecordedAsk;
}

function outcomeOf(answer: Result<unknown>, asked: string): object {
  if (answer.ok) return { ok: answer.value };
  const { path, ...error } = answer.error;
  return { error: path === asked ? error : { ...error, path } };
}

/** The last answer to an ask serves for ever, so its repetitions say nothing. */
function withoutRepeats<T extends { readonly outcome: string }>(rows: readonly T[]): readonly T[] {
  const last = rows.at(-1)?.outcome;
  return rows.slice(0, rows.findLastIndex(({ outcome }) => outcome !== last) + 2);
}

/** By component, numbers by value: `/proc/9` before `/proc/10`. */
function comparePaths(a: string, b: string): number {
  const [left, right] = [a.split("/"), b.split("/")];
  for (let i = 0; i < Math.min(left.length, right.length); i++) {
    const [one, other] = [left[i] as string, right[i] as string];
    const areNumbers = /^\d+$/.test(one) && /^\d+$/.test(other);
    const order = areNumbers ? Number(one) - Number(other) : compare(one, other);
    if (order !== 0) return order;
  }
  return left.length - right.length;
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
