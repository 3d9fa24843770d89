import type { Contender, Contest } from "../tools/bench/contest.ts";
import { makeFlood } from "./flood.ts";
import { thisMachine } from "./place.ts";

const SMALL = { processes: 512, sockets: 8192 };
const LARGE = { processes: 4096, sockets: 65_536 };

const collect = (phase: string): Contender => ({
  name: phase,
  command: thisMachine().livetriage(["collect", "--phase", phase, "--format", "json"]),
});
const startUp: Contender = { name: "start-up", command: thisMachine().livetriage(["--version"]) };
const all: Contender = {
  name: "proc-tree and net-conns",
  command: thisMachine().livetriage(["collect", "--phase", "proc-tree", "--phase", "net-conns", "--format", "json"]),
};

/** The same phases on a host with eight times as many processes and sockets: what is linear takes eight times as long. */
export const contests: readonly (() => Promise<Contest>)[] = [SMALL, LARGE].map((size) => async () => {
  const { remove } = await makeFlood(size.processes, size.sockets);
  return {
    title: `${size.processes} more processes, ${size.sockets} more sockets in 8 of them`,
    rounds: 5,
    contenders: [all, collect("proc-tree"), collect("net-conns"), startUp],
    peer: startUp,
    notes: ["wanted: with start-up taken off, at most 8.5 × the time of the smaller host; peak PSS 250 MB"],
    remove,
  };
});
