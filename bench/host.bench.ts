import type { Contest } from "../tools/bench/contest.ts";
import { findSame } from "./find-same.ts";
import { freshDebian } from "./place.ts";

/** All four phases of a small, quiet host. */
export async function prepare(): Promise<Contest> {
  const place = await freshDebian(80);
  const peer = { name: "find over the same roots", command: findSame(place, []) };
  return {
    title: `four phases on ${place.name}`,
    rounds: 5,
    contenders: [
      { name: "livetriage collect", command: place.livetriage(["collect", "--format", "json"]) },
      { name: "  of it start-up (livetriage --version)", command: place.livetriage(["--version"]) },
      peer,
    ],
    peer,
    notes: ["wanted: 1.0 s in the fresh Debian, elsewhere 1.0 s + 1.2 × find; peak PSS 150 MB"],
    remove: place.remove,
  };
}
