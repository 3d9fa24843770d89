import { spawnSync } from "node:child_process";
import type { Contender } from "../tools/bench/contest.ts";

const PYTHON = "/usr/bin/python3";
const FIELDS = "'pid', 'ppid', 'status', 'create_time', 'uids', 'name', 'cmdline', 'exe', 'cwd'";

/** ps with the fields that the process tree has at `basic`. */
export const PS: Contender = { name: "ps", command: ["ps", "-eo", "pid,ppid,state,lstart,uid,comm,args,exe"] };

/** What an analyst types to see processes and connections, one after another. */
export const THREE: Contender = {
  name: "ps; ss -tunap; lsof -nP -i",
  command: ["sh", "-c", `${PS.command.join(" ")}; ss -tunap; lsof -nP -i; true`],
};

/** psutil with the same fields; none where it is not installed. */
export function psutil(): Contender[] {
  if (spawnSync(PYTHON, ["-c", "import psutil"]).status !== 0) {
    console.log("python psutil is missing: apt-get install python3-psutil");
    return [];
  }
  const program = `import psutil, json; print(json.dumps([p.info for p in psutil.process_iter([${FIELDS}])]))`;
  return [{ name: "python psutil", command: [PYTHON, "-c", program] }];
}
