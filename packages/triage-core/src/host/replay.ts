import type { FindEvent, FindSpec, HostReader, Result } from "../contract/host-reader.ts";
import { type Ask, interceptHost } from "./intercept.ts";
import { lookByLstat } from "./look-by-lstat.ts";
import { memHost } from "./mem/mem-host.ts";
import type { RecordedAsk } from "./record.ts";
import type { Recording } from "./recording.ts";
import { toJsonValue } from "./recording-value.ts";
import { createAbsence } from "./replay-absence.ts";
import { COVERS } from "./replay-cover.ts";
import { lstatsOf } from "./replay-look.ts";

/**
 * A recorded host. An ask is answered by its recording; asked again, by the next one, the last for ever. Where only other
 * arguments were recorded, an answer that also holds this one serves (a whole file answers any `maxBytes`).
 *
 * Errors: `NOT_RECORDED` for what the recording does not know; ENOENT only where a whole listing shows that it is not there.
 */
export function replayHost(recording: Pick<Recording, "asks">): HostReader {
  const asks = recording.asks.flatMap((asked) => [asked, ...lstatsOf(asked)]);
  const byPath = Map.groupBy(asks, ({ method, path }) => `${method} ${path}`);
  const isAbsent = createAbsence(asks);
  const turns = new Map<string, number>();
  const answerTo = ({ method, path, args }: Ask): Result<unknown> => {
    const recorded = byPath.get(`${method} ${path}`) ?? [];
    const key = keyOf(args);
    const same = recorded.filter((one) => keyOf(one.args) === key);
    const turn = turns.get(`${method} ${path} ${key}`) ?? 0;
    turns.set(`${method} ${path} ${key}`, turn + 1);
    const exact = same[Math.min(turn, same.length - 1)]?.answer;
    const errno = isAbsent(path) ? "ENOENT" : "NOT_RECORDED";
    const contents = method === "hash" ? (byPath.get(`readFile ${path}`) ?? []) : [];
    if (exact === undefined && method === "look") return lookByLstat(path, args[0] as string[], lstat);
    return exact ?? COVERS[method]?.(path, args, [...recorded, ...contents]) ?? failed(method, path, errno);
  };
  const lstat = (path: string): Result<unknown> => answerTo({ method: "lstat", path, args: [] });
  // Every ask is answered here; the host inside is never asked.
  const host = interceptHost(memHost({}), async (ask) => answerTo(ask) as Result<never>);
  const finds = asks.filter(({ method }) => method === "find");
  return finds.length === 0 ? host : { ...host, find: (spec) => replayFind(spec, finds) };
}

async function* replayFind(
  { signal: _signal, ...spec }: FindSpec,
  finds: readonly RecordedAsk[],
): AsyncIterable<FindEvent> {
  const key = keyOf([spec]);
  const recorded = finds.find(({ args }) => keyOf(args) === key);
  if (recorded?.answer.ok === true) yield* recorded.answer.value as FindEvent[];
  else {
    const { error } = failed("find", spec.starts[0] ?? "/", "NOT_RECORDED");
    yield { kind: "error", error };
    yield { kind: "end", program: "find", exitCode: null };
  }
}

function failed(op: string, path: string, errno: string) {
  return { ok: false as const, error: { op, path, errno } };
}

/** Arguments as one text, whatever the order of their keys. */
function keyOf(args: readonly unknown[]): string {
  const known = args.filter((arg) => arg !== undefined);
  return JSON.stringify(
    toJsonValue(known, (text) => text),
    (_key, value: unknown) => {
      if (typeof value !== "object" || value === null || Array.isArray(value)) return value;
      return Object.fromEntries(Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1)));
    },
  );
}
