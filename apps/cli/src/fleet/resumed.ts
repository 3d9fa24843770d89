import { isPassing } from "./rpc-failure.ts";

/** Ends of a stream in a row, with nothing received, after which it is given up. */
const MOST_FAILURES = 8;
const LONGEST_WAIT_MS = 5000;

/** The values of a stream that is opened anew where its connection broke, until the signal; `open` knows where to go on. */
export async function* resumed<T>(open: () => AsyncIterable<T>, signal: AbortSignal): AsyncGenerator<T, void> {
  for (let failures = 0; ; ) {
    try {
      for await (const value of open()) {
        failures = 0;
        yield value;
      }
      return;
    } catch (error) {
      failures++;
      if (signal.aborted || !isPassing(error) || failures === MOST_FAILURES) throw error;
      await new Promise((resolve) => setTimeout(resolve, Math.min(100 * 2 ** failures, LONGEST_WAIT_MS)));
    }
  }
}
