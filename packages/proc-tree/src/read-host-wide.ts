import type { Fact } from "@livetriage/triage-core";
import { decodeLossless, type LosslessString, splitLines, toText } from "@livetriage/triage-core/text";
import { fieldGap, type Gathering } from "./gathering.ts";
import type { Process } from "./process.ts";

const PRELOAD = "/etc/ld.so.preload";
const MAX_BYTES = 65_536;
const INIT = 1;

/**
 * Note what concerns all processes on the row that it belongs to: libraries that the loader forces into every program
 * on that of pid 1, mounts over /proc/PID on that of the pid.
 */
export async function tellHostWide(run: Gathering, processes: readonly Process[]): Promise<Fact[]> {
  const byPid = new Map(processes.map((process) => [process.pid, process]));
  const facts: Fact[] = [];
  for (const library of await readPreload(run)) {
    byPid.get(INIT)?.told.add("ld_so_preload");
    facts.push({ id: "ld_so_preload", source: PRELOAD, value: toText(library).text.slice(0, 512).toWellFormed() });
  }
  for (const { mount_point } of run.facts.mounts) {
    const pid = /^\/proc\/(\d+)(?:\/|$)/.exec(mount_point)?.[1];
    if (pid === undefined) continue;
    byPid.get(Number(pid))?.told.add("proc_overmounted");
    facts.push({
      id: "proc_overmounted",
      source: `/proc/${run.facts.viewer}/mountinfo`,
      value: toText(mount_point).text.slice(0, 512).toWellFormed(),
    });
  }
  return facts;
}

/** Libraries that the dynamic loader adds to every program. Source: ld.so(8) */
async function readPreload(run: Gathering): Promise<LosslessString[]> {
  const file = await run.host.readFile(PRELOAD, { maxBytes: MAX_BYTES });
  if (!file.ok) {
    if (file.error.errno !== "ENOENT") fieldGap(run, file.error, PRELOAD);
    return [];
  }
  const lines = splitLines(decodeLossless(file.value.bytes)).map((line) => line.replace(/#.*/, ""));
  return lines.flatMap((line) => line.split(/[\s:]+/)).filter((library) => library !== "");
}
