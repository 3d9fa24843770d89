import { type MemEntries, memHost } from "@livetriage/triage-core/testing";
import { describe, expect, it } from "vitest";
import { findQuestions } from "./find-questions.ts";
import { createMountTable } from "./mount-table.ts";
import { planWalk } from "./plan-walk.ts";

const directory = { type: "directory" } as const;
const directories = (paths: readonly string[]): MemEntries =>
  Object.fromEntries(paths.map((path) => [path, directory]));

async function ask(entries: MemEntries, starts: readonly string[], caches: readonly string[] = []) {
  const { prunes } = planWalk([], caches, createMountTable([]));
  const asked = { prunes, directories: starts, sinceNs: 0n, inParts: true };
  const { closed, open } = findQuestions(memHost(entries), asked);
  const { listed, questions } = await open;
  return { listed: listed.map(({ path }) => path), starts: [...closed, ...questions].map(({ starts }) => starts) };
}

const below = (path: string, count: number) => Array.from({ length: count }, (_, i) => `${path}/${i}`);

describe("findQuestions", () => {
  it("leaves the places where users may write for last, and cuts up only these", async () => {
    const starts = ["/dev", "/etc", "/tmp", "/usr/bin"];
    expect(await ask(directories([...starts, "/etc/a", "/tmp/a", "/tmp/b"]), starts)).toEqual({
      listed: ["/dev", "/tmp", "/tmp/a", "/tmp/b"],
      starts: [["/etc", "/usr/bin"]],
    });
  });

  it("cuts a tree into parts of its directories", async () => {
    const { listed, starts } = await ask(directories(below("/srv", 20)), ["/srv"]);
    expect(listed).toEqual(["/srv"]);
    expect(starts.map(({ length }) => length)).toEqual([10, 10]);
    expect(starts.flat().toSorted()).toEqual(below("/srv", 20).toSorted());
  });

  it("cuts further down where there are few at the top", async () => {
    const { listed, starts } = await ask(directories(below("/srv/a", 20)), ["/srv"]);
    expect(listed).toEqual(["/srv", "/srv/a"]);
    expect(starts.flat()).toHaveLength(20);
  });

  it("gives a directory to one question whole where somebody else could swap a link in above the parts", async () => {
    const parts = directories(below("/home/u/d", 20));
    const whole = { listed: [], starts: [["/home/u/d"]] };
    expect(await ask({ ...parts, "/home/u": { ...directory, uid: 1000 } }, ["/home/u/d"])).toEqual(whole);
    expect(await ask({ ...parts, "/home/u": { ...directory, mode: 0o777 } }, ["/home/u/d"])).toEqual(whole);
    const sticky = { ...parts, "/home/u": { ...directory, mode: 0o1777 } };
    expect((await ask(sticky, ["/home/u/d"])).starts).toHaveLength(2);
    expect(await ask({ ...sticky, "/home/u/d": { ...directory, uid: 1000 } }, ["/home/u/d"])).toEqual(whole);
  });

  it("does so too where the directories cannot all be told or named", async () => {
    const whole = { listed: [], starts: [["/srv"]] };
    const wide = Object.fromEntries(below("/srv", 5000).map((path) => [path, {}]));
    expect(await ask({ ...wide, "/srv/a/b": {} }, ["/srv"])).toEqual(whole);
    expect(await ask(directories(["/srv/a", "/srv/\udcff"]), ["/srv"])).toEqual(whole);
    expect(await ask({ "/srv": { ...directory, errno: "EACCES" } }, ["/srv"])).toEqual(whole);
  });

  it("turns back only at what lies below its start points", async () => {
    const { prunes } = planWalk([], ["/home/a/.cache", "/usr/lib/x"], createMountTable([]));
    const host = memHost(directories([...below("/home", 20), "/home/a/.cache"]));
    const asked = { prunes, directories: ["/home", "/usr/lib"], sinceNs: 0n, inParts: true };
    const { closed, open } = findQuestions(host, asked);
    const { questions } = await open;
    expect(closed.map(({ prune }) => prune)).toEqual([["/usr/lib/x"]]);
    for (const { starts, prune } of questions)
      expect(prune).toEqual(starts.includes("/home/a") ? ["/home/a/.cache"] : []);
    expect(questions).toHaveLength(2);
  });

  it("does not start at what is pruned, and starts below it with a question of its own", async () => {
    const entries = directories(["/home/a/.cache/x", "/home/b"]);
    expect(await ask(entries, ["/home", "/home/a/.cache/x"], ["/home/a/.cache"])).toEqual({
      listed: ["/home", "/home/a", "/home/b"],
      starts: [["/home/a/.cache/x"]],
    });
  });
});
