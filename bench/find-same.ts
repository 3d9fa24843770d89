import { spawnSync } from "node:child_process";
import type { Place } from "./place.ts";

interface Collected {
  phases: Record<string, { facts: { id: string; value: string }[] }>;
}

/** A `find` that visits what a collection of recent files visits, and prints what it reads of each file changed since. */
export function findSame(place: Place, args: readonly string[], since = 0): [string, ...string[]] {
  const [program, ...rest] = place.livetriage(["collect", "--phase", "recent-files", "--format", "json", ...args]);
  const { stdout } = spawnSync(program, rest, { encoding: "utf8", maxBuffer: 64 * 1024 * 1024 });
  const facts = (JSON.parse(stdout) as Collected).phases["recent-files"]?.facts ?? [];
  const starts = facts.filter(({ id }) => id === "start").map(({ value }) => value);
  const changed = ["(", "-newermt", `@${since}`, "-o", "-newerct", `@${since}`, ")"];
  const format = "%y %m %U %G %n %s %b %D %i %T@ %C@ %A@ %l %p\\0";
  return place.enter(["/usr/bin/find", "-P", ...starts, "-xdev", ...changed, "-printf", format]);
}
