import { setFlagsFromString } from "node:v8";

/** Most of what V8 compiles before is not called often enough in a collection of a second or two to be worth it. */
const CALLS_WORTH_COMPILING = { maglev: 10_000, turbofan: 30_000 };

/**
 * Our heap grows in small steps, and what is new in it is taken for short-lived: phases forget nearly all that they look
 * at, but V8 would take the first that they see, and keep, for the rule. Nobody waits for us between two turns, so that
 * a collection may stop the program; marking on the side would take the processor from the readers, and so would compiling
 * what is soon done with. Said to Node at its start, these flags would be a reason not to use its code caches.
 */
export function tuneEngine(): void {
  setFlagsFromString("--heap-growing-percent=50");
  setFlagsFromString("--no-allocation-site-pretenuring");
  setFlagsFromString("--no-incremental-marking");
  setFlagsFromString(`--invocation-count-for-maglev=${CALLS_WORTH_COMPILING.maglev}`);
  setFlagsFromString(`--invocation-count-for-turbofan=${CALLS_WORTH_COMPILING.turbofan}`);
}
