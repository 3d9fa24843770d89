import { type Output, print } from "../io.ts";
import type { Sink } from "./sink.ts";

/** Standard output as a sink; it is called `-`. */
export function stdoutSink(stdout: Output): Sink {
  return {
    write: (bytes) => print({ stdout }, bytes),
    commit: async () => "-",
    discard: async () => undefined,
  };
}
