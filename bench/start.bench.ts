import { existsSync, statSync } from "node:fs";
import { join } from "node:path";
import type { Contest } from "../tools/bench/contest.ts";
import { builtExecutable, ownArch } from "../tools/executables/built-executable.ts";
import { root } from "../tools/stamp.mjs";
import { thisMachine } from "./place.ts";

/** Where a variable speaks to Node, an executable starts once more without it. */
const CLEAN = ["env", "-i"] as const;

/** The single executable from its start to its end, beside the Node that it is made of. */
export async function prepare(): Promise<Contest> {
  const [livetriage, sensor] = await Promise.all([builtExecutable("livetriage"), builtExecutable("livetriage-sensor")]);
  const node = { name: "node -e 0, the same version", command: [...CLEAN, process.execPath, "-e", "0"] } as const;
  const archive = join(root, `dist/livetriage-portable-${ownArch}.tar.xz`);
  return {
    title: "start-up of the single executables",
    rounds: 15,
    contenders: [
      { name: "livetriage --version", command: [...CLEAN, livetriage, "--version"] },
      { name: "livetriage-sensor --version", command: [...CLEAN, sensor, "--version"] },
      { name: "livetriage phases (all of the program loaded)", command: [...CLEAN, livetriage, "phases"] },
      { name: "the same from the checkout, with code cache", command: thisMachine().livetriage(["phases"]) },
      { name: "livetriage fleet --help", command: [...CLEAN, livetriage, "fleet", "--help"] },
      node,
    ],
    peer: node,
    notes: [
      "wanted: --version at most 1.3 × node, the compressed download at most 40 MB",
      `${sizeOf(livetriage)} the file, ${existsSync(archive) ? sizeOf(archive) : "(npm run executables tells)"} the portable archive`,
    ],
    remove: () => undefined,
  };
}

function sizeOf(file: string): string {
  return `${(statSync(file).size / 1e6).toFixed(1)} MB`;
}
