/**
 * What a sensor costs a host while it waits, and how soon its answer begins: the programs as built, each in a process of
 * its own. Prints figures and the bounds that are wanted; asserts nothing.
 */
import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { Programs } from "../test/fleet/programs.ts";
import type { RunningSensor } from "../test/kit/sensor-process.ts";

const IDLE_SECONDS = 10;
const COMMANDS = 5;
const SECONDS_A_DAY = 86_400;

const programs = new Programs();
try {
  await programs.begin();
  const [enrolled] = await programs.enroll(1);
  if (enrolled === undefined) throw new Error("no host enrolled");
  const sensor = enrolled.host.start();
  while (!sensor.log.includes('"connected"')) await setTimeout(50);
  await printIdle(sensor);
  await printFirstByte(enrolled.sensorId);
} finally {
  await programs.close();
}

async function printIdle(sensor: RunningSensor): Promise<void> {
  const pids = [sensor.daemonPid(), sensor.pid];
  await setTimeout(2000); // the start is over
  const [cpuBefore, linesBefore] = [pids.map(cpuMs), sensor.lines.length];
  await setTimeout(IDLE_SECONDS * 1000);
  const [daemon, supervisor] = pids.map((pid, i) => {
    const percent = (cpuMs(pid) - (cpuBefore[i] ?? 0)) / (IDLE_SECONDS * 10);
    return `${rssMb(pid).toFixed(0)} MB RSS, ${percent.toFixed(2)} % CPU`;
  });
  const lines = ((sensor.lines.length - linesBefore) / IDLE_SECONDS) * SECONDS_A_DAY;
  console.log(
    `idle sensor: ${daemon} (wanted: at most 80 MB, 0.1 %), its supervisor without systemd: ${supervisor}; ` +
      `${lines.toFixed(0)} log lines a day after the ${linesBefore} of the start (wanted: at most 20)`,
  );
}

/** Source: proc_pid_schedstat(5) */
function cpuMs(pid: number): number {
  return Number(readFileSync(`/proc/${pid}/schedstat`, "utf8").split(" ")[0]) / 1e6;
}

/** Source: proc_pid_status(5) */
function rssMb(pid: number): number {
  return (Number(/^VmRSS:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1]) * 1024) / 1e6;
}

/** From the Collector's taking of a command, which it audits, to the first bytes of a package on its disk. */
async function printFirstByte(sensorId: string): Promise<void> {
  const times: number[] = [];
  for (let n = 0; n < COMMANDS; n += 1) {
    const before = segmentBytes();
    const collecting = programs.collect([sensorId], "--phase", "proc-tree");
    while (segmentBytes() === before) await setTimeout(2);
    const arrived = performance.timeOrigin + performance.now();
    const run = await collecting;
    times.push(arrived - submittedAtMs());
    await programs.states(run);
  }
  const [least = 0, median = 0] = [0, COMMANDS >> 1].map((nth) => times.toSorted((a, b) => a - b)[nth]);
  console.log(
    `command to first byte at the Collector, one idle sensor: ${median.toFixed(0)} ms, median of ${COMMANDS}, ` +
      `least ${least.toFixed(0)} ms (wanted: at most 400 ms)`,
  );
}

function filesOf(folder: string): string[] {
  const path = join(programs.dir, "collector/data", folder);
  return existsSync(path) ? readdirSync(path).map((name) => join(path, name)) : [];
}

function segmentBytes(): number {
  return filesOf("segments").reduce((sum, path) => sum + statSync(path).size, 0);
}

function submittedAtMs(): number {
  const entries = filesOf("audit").flatMap((path) => readFileSync(path, "utf8").trim().split("\n"));
  const last = entries.map((line) => JSON.parse(line) as { event: string; at: string }).findLast(isSubmit);
  return Date.parse(last?.at ?? "");
}

function isSubmit({ event }: { event: string }): boolean {
  return event === "submit";
}
