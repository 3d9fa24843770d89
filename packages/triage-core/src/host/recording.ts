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

type Line = { readonly args?: unknown; readonly ok?: unknown; readonly error?: object } & Readonly<
  Record<string, unknown>
>;

/** Arguments shorter than this are written where they are used. */
const SHORT = 48;

/**
 * A recording as text: the head, the arguments that occur often, then one ask a line, sorted by path.
 *
 * Shape: `{"readFile":"/etc/passwd","args":[{"maxBytes":65536}],"ok":{"bytes":{"$text":"root:…"},"more":false}}`
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
  const names = new Map<string, string>();
  for (const { args } of sorted) if (args.length >= SHORT && !names.has(args)) names.set(args, `#${names.size + 1}`);
  const shared = [...names].map(([args, name]) => `{"args":"${name}","is":${args}}`);
  const byAsk = Map.groupBy(sorted, ({ method, path, args }) => {
    const shown = names.has(args) ? JSON.stringify(names.get(args)) : args;
    return `{"${method}":${JSON.stringify(path)},"args":${shown}`;
  });
  const lines = [...byAsk].flatMap(([ask, same]) => {
    const outcomes = withoutRepeats(same.map(({ outcome }) => outcome));
    return outcomes.map((outcome) => `${ask},${outcome.slice(1)}`);
  });
  return [JSON.stringify(head), ...shared, ...lines, ""].join("\n");
}

/** The recording in a text of `formatRecording`. Throws on anything else. */
export function parseRecording(text: string): Recording {
  const [first, ...rest] = splitLines(text).map((line) => JSON.parse(line) as Line);
  if (first?.["recording"] !== 1) throw new Error("This is not a recording of format 1.");
  const shared = new Map(rest.filter((line) => "is" in line).map((line) => [line.args, line["is"]]));
  const asks = rest.filter((line) => !("is" in line)).map((line) => toAsk(line, shared));
  return { head: first as unknown as RecordingHead, asks };
}

function toAsk({ args, ok, error, ...ask }: Line, shared: ReadonlyMap<unknown, unknown>): RecordedAsk {
  const [[method, path] = []] = Object.entries(ask);
  const value = typeof args === "string" ? shared.get(args) : args;
  const answer =
    error === undefined
      ? { ok: true as const, value: fromJsonValue(ok) }
      : { ok: false as const, error: { path, ...(fromJsonValue(error) as object) } as HostError };
  return { method, path, args: fromJsonValue(value), answer } as RecordedAsk;
}

function outcomeOf(answer: Result<unknown>, asked: string): object {
  if (answer.ok) return { ok: answer.value };
  const { path, ...error } = answer.error;
  return { error: path === asked ? error : { ...error, path } };
}

/** The last answer to an ask serves for ever, so its repetitions say nothing. */
function withoutRepeats(outcomes: readonly string[]): readonly string[] {
  const last = outcomes.at(-1);
  return outcomes.slice(0, outcomes.findLastIndex((outcome) => outcome !== last) + 2);
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
