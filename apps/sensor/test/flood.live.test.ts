import { readFileSync } from "node:fs";
import { CommandState, RefusalReason } from "@livetriage/proto-types";
import { expect, test } from "vitest";
import { enrolledHost } from "./kit/enrolled-host.ts";

const COMMANDS = 1_000;

const { collector, host } = await enrolledHost();
const sensor = host.start();

/** User and system time in milliseconds. Source: proc_pid_stat(5), a tick is 10 ms */
function cpuMs(pid: number): number {
  const fields = readFileSync(`/proc/${pid}/stat`, "utf8").split(") ")[1]?.split(" ") ?? [];
  return (Number(fields[11]) + Number(fields[12])) * 10;
}

test("of a thousand valid commands at once two are run, the others are refused by the rate (T13)", async () => {
  const session = await collector.session();
  const commands = Array.from({ length: COMMANDS }, () => collector.fleet.command());
  const daemon = sensor.daemonPid();
  const before = cpuMs(daemon);
  for (const { document } of commands) session.send({ case: "command", value: document });
  const refused = () =>
    session.frames.filter(({ case: kind, value }) => kind === "status" && value.state === CommandState.REFUSED);
  await collector.until(() => refused().length === COMMANDS - 2, "998 refusals");
  expect(cpuMs(daemon) - before).toBeLessThanOrEqual(1_000);
  const reasons = new Set(refused().map((frame) => (frame.case === "status" ? frame.value.reason : undefined)));
  expect(reasons).toEqual(new Set([RefusalReason.RATE]));
  for (const { id } of commands.slice(0, 2)) await collector.delivered(id);
  expect(collector.packages.size).toBe(2);
  expect(sensor.lines.filter(({ event }) => event === "collecting")).toHaveLength(2);
  expect(sensor.lines.length).toBeLessThan(20);
});
