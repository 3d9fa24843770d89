import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Contest } from "../tools/bench/contest.ts";
import { root } from "../tools/stamp.mjs";
import { stockTree } from "../tools/trees/stock-trees.ts";
import { thisMachine } from "./place.ts";

/** What starts something on a stock server, against a collector that copies the files. */
export async function prepare(): Promise<Contest> {
  const tree = stockTree("server");
  const copies = mkdtempSync(join(tmpdir(), "livetriage-copies-"));
  mkdirSync(copies, { recursive: true });
  const peer = {
    name: "a shell that copies everything",
    command: ["sh", join(root, "bench/copy-everything.sh"), tree, copies],
  } as const;
  const collect = ["collect", "--phase", "persistence", "--format", "json", "--root", tree];
  return Promise.resolve({
    title: "what starts something on a stock Debian 12 server",
    rounds: 1,
    contenders: [{ name: "livetriage collect --phase persistence", command: thisMachine().livetriage(collect) }, peer],
    peer,
    notes: ["wanted: at most 1.5 s, peak PSS 150 MB, and a hundredth of the peer"],
    remove: () => rmSync(copies, { recursive: true }),
  });
}
