import { type MemEntries, memHost } from "@livetriage/triage-core/testing";
import { describe, expect, it } from "vitest";
import { findQuestions } from "./find-questions.ts";
import { createMountTable } from "./mount-table.ts";
import { planWalk } from "./plan-walk.ts";

const directory = { type: "directory" } as const;
const directories = (paths: readonly string[]): MemEntries =>
  Object.fromEntries(paths.map((path) => [path, directory]));

async function ask(entries: MemEntries, starts: readonly string[], prunes: readonly string[] = []) {
  const questions = await findQuestions(memHost(entries), planWalk([], prunes, createMountTable([])), starts);
  return questions.map(({ starts, shallow }) => (shallow ? ["shallow", ...starts] : starts));
}

const below = (path: string, count: number) => Array.from({ length: count }, (_, i) => `${path}/${i}`);

describe("findQuestions", () => {
  it("leaves the places where users may write for last", async () => {
    const starts = ["/dev", "/etc", "/tmp", "/usr/bin", "/var/www"];
    expect(await ask(directories(starts), starts)).toEqual([
      ["shallow", "/etc", "/usr/bin"],
      ["shallow", "/dev", "/tmp", "/var/www"],
    ]);
  });

  it("cuts a tree into parts of its directories", async () => {
    const [shallow, ...parts] = await ask(directories(below("/data", 20)), ["/data"]);
    expect(shallow).toEqual(["shallow", "/data"]);
    expect(parts.map(({ length }) => length)).toEqual([5, 5, 5, 5]);
    expect(parts.flat().toSorted()).toEqual(below("/data", 20).toSorted());
  });

  it("cuts further down where there are few at the top", async () => {
    const [shallow, ...parts] = await ask(directories(below("/data/a", 20)), ["/data"]);
    expect(shallow).toEqual(["shallow", "/data", "/data/a"]);
    expect(parts.flat()).toHaveLength(20);
  });

  it("gives a directory to one question whole where somebody else could swap a link in above the parts", async () => {
    const parts = directories(below("/home/u/d", 20));
    expect(await ask({ ...parts, "/home/u": { ...directory, uid: 1000 } }, ["/home/u/d"])).toEqual([["/home/u/d"]]);
    expect(await ask({ ...parts, "/home/u": { ...directory, mode: 0o777 } }, ["/home/u/d"])).toEqual([["/home/u/d"]]);
    const sticky = { ...parts, "/home/u": { ...directory, mode: 0o1777 } };
    expect(await ask(sticky, ["/home/u/d"])).toHaveLength(5);
    expect(await ask({ ...sticky, "/home/u/d": { ...directory, uid: 1000 } }, ["/home/u/d"])).toHaveLength(1);
  });

  it("does so too where the directories cannot all be told or named", async () => {
    const wide = Object.fromEntries(below("/data", 5000).map((path) => [path, {}]));
    expect(await ask({ ...wide, "/data/a/b": {} }, ["/data"])).toEqual([["/data"]]);
    expect(await ask(directories(["/data/a", "/data/\udcff"]), ["/data"])).toEqual([["/data"]]);
    expect(await ask({ "/data": { ...directory, errno: "EACCES" } }, ["/data"])).toEqual([["/data"]]);
  });

  it("does not start at what is pruned, and starts below it with a question of its own", async () => {
    const entries = directories(["/home/a/.cache/x", "/home/b"]);
    expect(await ask(entries, ["/home", "/home/a/.cache/x"], ["/home/a/.cache"])).toEqual([
      ["shallow", "/home", "/home/a", "/home/b"],
      ["/home/a/.cache/x"],
    ]);
  });
});
