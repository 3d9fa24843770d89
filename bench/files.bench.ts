import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Contest } from "../tools/bench/contest.ts";
import { findSame } from "./find-same.ts";
import { freshDebian } from "./place.ts";

const DIRECTORIES = 400;
const FILES_EACH = 500;

/** Very many files that changed just now. */
export async function prepare(): Promise<Contest> {
  const place = await freshDebian(1);
  const tree = join(place.root, "srv/livetriage-bench");
  for (let i = 0; i < DIRECTORIES; i++) {
    const directory = join(tree, `d${i}`);
    mkdirSync(directory, { recursive: true });
    for (let k = 0; k < FILES_EACH; k++) writeFileSync(join(directory, `f${k}`), "");
  }
  const peer = { name: "find over the same roots, -printf", command: findSame(place, []) };
  const collect = ["collect", "--phase", "recent-files", "--format", "json"];
  return {
    title: `${DIRECTORIES * FILES_EACH} recent files on ${place.name}`,
    rounds: 5,
    contenders: [
      { name: "livetriage collect --phase recent-files", command: place.livetriage(collect) },
      { name: "  by its own walk (--engine walk)", command: place.livetriage([...collect, "--engine", "walk"]) },
      peer,
    ],
    peer,
    notes: ["wanted: at most 1.5 × find"],
    remove: () => {
      rmSync(tree, { recursive: true });
      place.remove();
    },
  };
}
