import { setFlagsFromString } from "node:v8";

/**
 * Our heap grows in small steps, and what is new in it is taken for short-lived: phases forget nearly all that they look
 * at, but V8 would take the first that they see, and keep, for the rule. Nobody waits for us between two turns, so that
 * a collection may stop the program; marking on the side would take the processor from the readers. Said to Node at its
 * start, these flags would be a reason not to use its code caches.
 */
export function keepHeapSmall(): void {
  setFlagsFromString("--heap-growing-percent=50");
  setFlagsFromString("--no-allocation-site-pretenuring");
  setFlagsFromString("--no-incremental-marking");
}
