import type { HostReader, MountPoint } from "@livetriage/triage-core";
import { decodeLossless, parseDecimal, toText } from "@livetriage/triage-core/text";
import { isWithin } from "./mount-table.ts";
import type { WalkPlan } from "./plan-walk.ts";

/** How much the walk gets in the way of others, as a fact. */
export interface PolitenessFact {
  readonly id: "nice" | "io_scheduler";
  readonly source: string;
  readonly value: string;
}

const MAX_DISKS = 8;
const MAX_BYTES = 4096;

/**
 * The nice value of who reads, with the level of best-effort IO that the kernel derives from it, and the scheduler of
 * each disk that is walked. What cannot be read is left out.
 *
 * Source: proc_pid_stat(5) field 19; ioprio_set(2): (nice + 20) / 5; Documentation/block/switching-sched.rst
 */
export async function* readPoliteness(
  host: HostReader,
  { starts }: WalkPlan,
  mounts: readonly MountPoint[],
): AsyncGenerator<PolitenessFact> {
  const nice = niceOf((await readText(host, "/proc/self/stat")) ?? "");
  if (nice !== null) {
    const level = Math.floor((nice + 20) / 5);
    yield { id: "nice", source: "/proc/self/stat", value: `${nice}, best-effort IO at level ${level} of 7` };
  }
  for (const device of disksOf(starts, mounts)) {
    const disk = `/sys/dev/block/${device}`;
    const ofDisk = await readText(host, `${disk}/queue/scheduler`);
    const schedulers = ofDisk ?? (await readText(host, `${disk}/../queue/scheduler`)); // a partition lies in its disk
    const chosen = /\[([^\]]+)\]/.exec(schedulers ?? "")?.[1];
    if (chosen !== undefined) {
      yield { id: "io_scheduler", source: `${disk}/queue/scheduler`, value: `${device} ${toText(chosen).text}` };
    }
  }
}

/** Devices with a number of their own that hold a start point or what lies below one. */
function disksOf(starts: readonly string[], mounts: readonly MountPoint[]): string[] {
  const walked = mounts.filter(({ mount_point }) =>
    starts.some((start) => isWithin(mount_point, start) || isWithin(start, mount_point)),
  );
  const devices = new Set(walked.map(({ device }) => device).filter((device) => !device.startsWith("0:")));
  return [...devices].slice(0, MAX_DISKS);
}

function niceOf(stat: string): number | null {
  return parseDecimal(stat.slice(stat.lastIndexOf(")") + 2).split(" ")[16] ?? "");
}

async function readText(host: HostReader, path: string): Promise<string | null> {
  const answer = await host.readFile(path, { maxBytes: MAX_BYTES });
  return answer.ok ? decodeLossless(answer.value.bytes) : null;
}
