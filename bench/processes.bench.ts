import { spawnSync } from "node:child_process";
import type { Contender, Contest } from "../tools/bench/contest.ts";
import { compile } from "./compile.ts";
import { makeFlood } from "./flood.ts";
import { PS, psutil } from "./peers.ts";
import { thisMachine } from "./place.ts";

/** With those of the host itself still below the cap: every process is a row. */
const PROCESSES = 4000;
const LEVELS = ["basic", "standard", "full"] as const;

/** The process tree of a crowded host, at every level of detail. */
export async function prepare(): Promise<Contest> {
  const flood = await makeFlood(PROCESSES, 0);
  const [basic, ...others] = LEVELS.flatMap(contendersOf) as [Contender, ...Contender[]];
  return {
    title: `the process tree with ${PROCESSES} more processes`,
    rounds: 7,
    contenders: [basic, PS, ...psutil(), ...others, startUp],
    peer: PS,
    profiled: argumentsAt("basic"),
    notes: ["wanted: basic at most 1.25 × ps and 0.6 × psutil; every level at most 1.5 × its floor plus start-up"],
    remove: flood.remove,
  };
}

/** Node, both bundles and the command line, without a collection. */
const startUp: Contender = {
  name: "start-up (livetriage --version)",
  command: thisMachine().livetriage(["--version"]),
};

/** The command at a level, and the system calls that it makes for as many rows as it gave all columns to. */
function contendersOf(level: (typeof LEVELS)[number]): Contender[] {
  const command = thisMachine().livetriage(argumentsAt(level));
  return [
    { name: `livetriage collect --phase proc-tree, ${level}`, command },
    { name: `  the same calls from C (floor)`, command: [compile("process-floor"), level, String(richRows(command))] },
  ];
}

function argumentsAt(level: (typeof LEVELS)[number]): string[] {
  return ["collect", "--phase", "proc-tree", "--detail", level, "--format", "json"];
}

function richRows([program, ...args]: readonly [string, ...string[]]): number {
  const { stdout } = spawnSync(program, args, { encoding: "utf8", maxBuffer: 16 * 1024 * 1024 });
  const { phases } = JSON.parse(stdout) as { phases: Record<string, { items: { detail: string }[] }> };
  const items = phases["proc-tree"]?.items ?? [];
  return items.filter(({ detail }) => detail === "standard" || detail === "full").length;
}
