import type { ReadSetOptions } from "@livetriage/triage-core";
import type { Process } from "./process.ts";

/** Ask for the process that was read before, and for no other that took its number. */
export function sameProcess({ stat, living }: Process): ReadSetOptions {
  const start_ticks = living?.start_ticks ?? stat?.start_ticks;
  return start_ticks === undefined ? {} : { expect: { start_ticks } };
}
