import { EXIT, Exit, reasonOf } from "../exit.ts";
import type { Output } from "../io.ts";
import type { Sink } from "./sink.ts";

/** Standard output as a sink; it is called `-`. */
export function stdoutSink(stdout: Output): Sink {
  return {
    async write(bytes) {
      await stdout.write(bytes).catch((error: unknown) => {
        throw new Exit(EXIT.ioErr, `standard output cannot be written (${reasonOf(error)})`);
      });
    },
    commit: async () => "-",
    discard: async () => undefined,
  };
}
