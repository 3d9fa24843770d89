import { spawn } from "node:child_process";
import { once } from "node:events";
import type { Contest } from "../tools/bench/contest.ts";
import { compile } from "./compile.ts";
import { thisMachine } from "./place.ts";

const SLEEPERS = 4000;

/** The process tree of a crowded host. */
export async function prepare(): Promise<Contest> {
  const sleepers = spawn(compile("sleepers"), [String(SLEEPERS)], { stdio: ["pipe", "pipe", "inherit"] });
  await once(sleepers.stdout, "data");
  const peer = { name: "ps", command: ["ps", "-eo", "pid,ppid,state,lstart,uid,comm,args,exe"] } as const;
  const collect = ["collect", "--phase", "proc-tree", "--format", "json"];
  return {
    title: `the process tree with ${SLEEPERS} more processes`,
    rounds: 7,
    contenders: [
      { name: "livetriage collect --phase proc-tree", command: thisMachine().livetriage(collect) },
      peer,
      { name: "the same calls from C (floor)", command: [compile("process-floor")] },
    ],
    peer,
    notes: ["wanted: at most 2 × ps"],
    remove: () => sleepers.stdin.end(),
  };
}
