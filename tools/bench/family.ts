import { readFileSync, readlinkSync } from "node:fs";

/** What a collection is made of; a shell that starts it, and a trap that is laid beside it, are not. */
const OURS = /\/(?:node|find|livetriage[\w-]*)$/;

/** Of a process and all below it those that are ours. */
export function familyOf(pid: number): number[] {
  const children = read(`/proc/${pid}/task/${pid}/children`)
    .split(" ")
    .filter((word) => word !== "");
  return [...(OURS.test(exeOf(pid)) ? [pid] : []), ...children.map(Number).flatMap(familyOf)];
}

/** The text of a file of /proc; empty when its process is gone. */
export function read(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return "";
  }
}

function exeOf(pid: number): string {
  try {
    return readlinkSync(`/proc/${pid}/exe`);
  } catch {
    return "";
  }
}
