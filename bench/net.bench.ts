import type { Contender, Contest } from "../tools/bench/contest.ts";
import { makeFlood } from "./flood.ts";
import { PS, THREE } from "./peers.ts";
import { thisMachine } from "./place.ts";

const PROCESSES = 4096;
const SOCKETS = 8192;
const BOTH = ["proc-tree", "net-conns"];

/** Processes and connections of a crowded host, against the three programs that an analyst would type. */
export async function prepare(): Promise<Contest> {
  const flood = await makeFlood(PROCESSES, SOCKETS);
  return {
    title: `processes and connections with ${PROCESSES} more processes and ${SOCKETS} more sockets`,
    rounds: 5,
    contenders: [
      both("standard"),
      both("basic"),
      only("net-conns", "basic"),
      only("net-conns", "standard"),
      THREE,
      PS,
      { name: "  ss -tunap", command: ["ss", "-tunap"] },
      { name: "  lsof -nP -i", command: ["lsof", "-nP", "-i"] },
    ],
    peer: THREE,
    profiled: collect(BOTH, "standard"),
    notes: ["wanted: both phases at most 0.5 × the three at basic, 1.1 × at the default detail (goal 0.8)"],
    remove: flood.remove,
  };
}

function both(detail: string): Contender {
  return { name: `proc-tree and net-conns, ${detail}`, command: thisMachine().livetriage(collect(BOTH, detail)) };
}

function only(phase: string, detail: string): Contender {
  return { name: `  ${phase} alone, ${detail}`, command: thisMachine().livetriage(collect([phase], detail)) };
}

function collect(phases: readonly string[], detail: string): string[] {
  const chosen = phases.flatMap((phase) => ["--phase", phase]);
  return ["collect", ...chosen, "--detail", detail, "--format", "json"];
}
