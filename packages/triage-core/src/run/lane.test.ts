import { expect, test } from "vitest";
import { laneOf } from "./lane.ts";

test.each([
  [["/proc", "/etc/a", "/etc/b"], "kernel"],
  [["/proc/[pid]/stat"], "kernel"],
  [["/sys/class/net/*"], "kernel"],
  [["/etc/crontab", "/proc/[pid]/stat", "/proc/mounts"], "files"],
  [["/procession"], "files"],
  [["~/**"], "files"],
] as const)("%j runs on the lane %s", (reads, lane) => {
  expect(laneOf({ reads })).toBe(lane);
});
