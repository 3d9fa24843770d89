import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Contender, Contest } from "../tools/bench/contest.ts";
import { root } from "../tools/stamp.mjs";
import { compileFile } from "./compile.ts";
import { makeFlood } from "./flood.ts";
import { thisMachine } from "./place.ts";

const PROCESSES = 4096;
/** GETXATTR of FUSE: nobody asks it, so that nothing hangs. */
const NOTHING = "22";
const SECONDS = "20";

/** One process among many whose memory lock another thread holds, so that reading its arguments does not come back. */
export async function prepare(): Promise<Contest> {
  const flood = await makeFlood(PROCESSES, 0);
  const directory = mkdtempSync(join(tmpdir(), "livetriage-trap-"));
  const server = compileFile(join(root, "packages/triage-core/test/hostile/hung-fuse.c"), ["-pthread"]);
  const beside = (name: string, what: string): Contender => {
    const collect = thisMachine().livetriage(["collect", "--phase", "proc-tree", "--format", "json"]);
    const script = 'exec 3< <("$1" "$2" "$3" "$4"); read -r -u 3; "${@:5}"; code=$?; kill $!; exit $code';
    const shell = ["bash", "-c", script, "bash", server, directory, what, SECONDS, ...collect] as const;
    return { name, command: ["unshare", "--mount", "--propagation", "private", ...shell] };
  };
  const without = beside("the same file system, no trap", NOTHING);
  return {
    title: `one blocked cmdline among ${PROCESSES} processes`,
    rounds: 5,
    contenders: [beside("one booby-trapped process", "nobody1"), without],
    peer: without,
    notes: ["wanted: at most 350 ms more, all pids listed"],
    remove: () => {
      flood.remove();
      rmSync(directory, { recursive: true });
    },
  };
}
