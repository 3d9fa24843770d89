import type { FindEvent, HostReader, Result } from "../contract/host-reader.ts";
import type { LosslessString } from "../text/lossless.ts";
import { type AskMethod, interceptHost } from "./intercept.ts";

/** One ask and what it was answered. A `find` is one ask whose answer is the list of its events. */
export interface RecordedAsk {
  readonly method: AskMethod | "find";
  readonly path: LosslessString;
  readonly args: readonly unknown[];
  readonly answer: Result<unknown>;
}

/** A host that hands every ask with its answer to `keep`, in the order of the answers. */
export function recordHost(inner: HostReader, keep: (asked: RecordedAsk) => void): HostReader {
  const host = interceptHost(inner, async (ask, passOn) => {
    const answer = await passOn();
    keep({ ...ask, args: ask.args.filter((arg) => arg !== undefined), answer });
    return answer;
  });
  const find = inner.find?.bind(inner);
  if (find === undefined) return host;
  return {
    ...host,
    async *find(spec) {
      const { signal: _signal, ...asked } = spec;
      const events: FindEvent[] = [];
      for await (const event of find(spec)) {
        events.push(event);
        yield event;
      }
      keep({ method: "find", path: spec.starts[0] ?? "/", args: [asked], answer: { ok: true, value: events } });
    },
  };
}
