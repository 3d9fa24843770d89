import type { Contest } from "../tools/bench/contest.ts";
import { findSame } from "./find-same.ts";
import { debianWith, type Shape } from "./made-tree.ts";

const COLLECT = ["collect", "--phase", "recent-files", "--format", "json"];
const PEAK = "peak PSS 200 MB";

/** Trees of different shapes, and what is wanted of a collection of each. */
const TREES: readonly (Shape & { readonly title: string; readonly wanted: string })[] = [
  {
    title: "200,000 files that changed just now, in 400 directories",
    directories: 400,
    files: 500,
    every: 1,
    wanted: "at most 1.5 × find",
  },
  {
    title: "1,000,000 files in 64 directories, one in a hundred changed just now",
    directories: 64,
    files: 15_625,
    every: 100,
    wanted: "at most 1.0 × find",
  },
  {
    title: "125,000 files in 64 directories, one in a hundred changed just now",
    directories: 64,
    files: 1953,
    every: 100,
    wanted: "with start-up taken off, 1,000,000 files take at most 8.5 × this time",
  },
  {
    title: "1,000,000 files in one directory, one in a hundred changed just now",
    directories: 1,
    files: 1_000_000,
    every: 100,
    wanted: "at most 2.0 × find, and at most 64 MB more than with few files",
  },
];

export const contests: readonly (() => Promise<Contest>)[] = TREES.map((tree) => async () => {
  const place = await debianWith(tree);
  const since = ["--since", new Date(place.since * 1000).toISOString()];
  const peer = { name: "find over the same roots, -printf", command: findSame(place, since, place.since) };
  return {
    title: `${tree.title}, on ${place.name}`,
    rounds: 5,
    contenders: [
      { name: "livetriage collect --phase recent-files", command: place.livetriage([...COLLECT, ...since]) },
      {
        name: "  by its own walk (--engine walk)",
        command: place.livetriage([...COLLECT, ...since, "--engine", "walk"]),
      },
      { name: "  of it start-up (livetriage --version)", command: place.livetriage(["--version"]) },
      peer,
    ],
    peer,
    notes: [`wanted: ${tree.wanted}; ${PEAK}`],
    remove: place.remove,
  };
});
