import type { FindEvent, HostReader, MountPoint } from "@livetriage/triage-core";
import { type MemEntries, memHost } from "@livetriage/triage-core/testing";
import { describe, expect, test } from "vitest";
import { canFind, findChanged, splitPlan } from "./find-changed.ts";
import { createMountTable } from "./mount-table.ts";
import { planWalk } from "./plan-walk.ts";
import type { EngineEvent, WalkLimits } from "./walk.ts";

const LIMITS: WalkLimits = { levels: 64, directories: 1000, names: 100_000, namesPerDirectory: 1000 };
const RULES = { limits: LIMITS, signal: new AbortController().signal, inParts: false };

const plan = (starts: readonly string[], mounts: readonly Partial<MountPoint>[] = []) =>
  planWalk(starts, [], createMountTable(mounts as MountPoint[]));

/** A host whose `find` shows so many entries and then stands still. */
function stuckAfter(shown: number, entries: MemEntries): HostReader {
  const host = memHost(entries, { find: true });
  return {
    ...host,
    async *find(spec): AsyncIterable<FindEvent> {
      let left = shown;
      for await (const event of host.find?.(spec) ?? []) {
        if (event.kind === "entries") yield { ...event, entries: event.entries.slice(0, left) };
        if (event.kind === "entries") left = Math.max(0, left - event.entries.length);
      }
      yield { kind: "end", program: "/usr/bin/find", exitCode: null, stuck: true };
    },
  };
}

async function seenBy(host: HostReader): Promise<{ paths: string[]; events: EngineEvent[] }> {
  if (!canFind(host)) throw new Error("no find");
  const events: EngineEvent[] = [];
  for await (const event of findChanged(host, plan(["/a"]), -1n, RULES)) events.push(event);
  const paths = events.flatMap((event) => (event.kind === "seen" ? event.seen.map(({ path }) => path) : []));
  return { paths: paths.toSorted(), events };
}

const FILES = { "/a/one": "1", "/a/b/two": "2", "/a/b/three": "3" };

test.each([0, 1, 3, 99])(
  "what a stuck find left after %i entries is walked, and nothing is shown twice",
  async (shown) => {
    const { paths, events } = await seenBy(stuckAfter(shown, FILES));
    expect(paths).toEqual(["/a", "/a/b", "/a/b/three", "/a/b/two", "/a/one"]);
    expect(events).toContainEqual({ kind: "fact", id: "find_exit", value: "/usr/bin/find stuck" });
  },
);

test("one that had shown too much to remember is told as blocked", async () => {
  const crowd = Object.fromEntries(Array.from({ length: 70_000 }, (_, i) => [`/a/f${i}`, ""]));
  const { paths, events } = await seenBy(stuckAfter(70_000, crowd));
  expect(new Set(paths).size).toBe(paths.length);
  expect(events).toContainEqual({ kind: "error", error: { op: "find", path: "/a", errno: "BLOCKED" } });
});

describe("what lies on other file systems is left to the walk", () => {
  const mount = (mount_point: string, fs_type: string, mount_id: number): Partial<MountPoint> => ({
    mount_point,
    fs_type,
    mount_id,
    parent_id: mount_point === "/" ? 0 : 1,
    device: `0:${mount_id}`,
    root: "/",
  });
  test.each([
    ["an overlay below a start point", [mount("/", "ext4", 1), mount("/etc/x", "overlay", 2)], ["/etc"]],
    ["an overlay at a start point", [mount("/", "ext4", 1), mount("/etc", "overlay", 2)], ["/etc"]],
    ["an overlay as the root of all", [mount("/", "overlay", 1)], []],
    ["another disk", [mount("/", "ext4", 1), mount("/etc/x", "xfs", 2)], []],
  ])("%s", (_name, mounts, forWalk) => {
    expect(splitPlan(plan(["/etc", "/usr"], mounts)).forWalk.starts).toEqual(forWalk);
  });
});
