import type { Fact } from "@livetriage/triage-core";
import { toText } from "@livetriage/triage-core/text";
import type { Process } from "./process.ts";

/** Most groups told one by one; the truncation counts all. */
const MAX_GROUPS = 32;

/** What was left out, as groups of one user and program: how many, and the oldest and newest start. */
export function droppedGroups(dropped: readonly Process[]): Fact[] {
  const groups = [...Map.groupBy(dropped, groupName)].toSorted(([, a], [, b]) => b.length - a.length);
  return groups.slice(0, MAX_GROUPS).map(([name, members]) => {
    const ticks = members.map(({ stat }) => Number(stat?.start_ticks ?? 0));
    const [oldest, newest] = ticks.reduce(
      ([low, high], tick) => [Math.min(low, tick), Math.max(high, tick)],
      [Infinity, 0],
    );
    const value = `${name.slice(0, 256).toWellFormed()} start_ticks=${oldest}-${newest}`;
    return { id: "processes_left_out", source: "/proc/[pid]", value, count: members.length };
  });
}

/** The user and the program, under which what was left out is counted. */
export function groupName({ status, exe, stat }: Process): string {
  const program = exe === null ? `(${toText(stat?.comm ?? "unknown").text})` : toText(exe.path).text;
  return `uid=${status?.uid?.[0] ?? "unknown"} exe=${program}`;
}
