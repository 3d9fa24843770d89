import type { Process } from "./process.ts";

/** The directory that a process is read through. */
export function dirOf({ pid, living }: Process): string {
  return living === null ? `/proc/${pid}` : `/proc/${pid}/task/${living.tid}`;
}
