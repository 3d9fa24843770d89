import { describe, expect, it } from "vitest";
import type { ReadPart } from "../contract/host-reader.ts";
import type { Turn } from "../reader/ask.ts";
import { AskDesk } from "./ask-desk.ts";
import { AskScope } from "./ask-scope.ts";
import { Pending } from "./pending.ts";

const PARTS: readonly ReadPart[] = [{ file: "status", maxBytes: 1000 }];
const ROOM = 1_000_000;

function desk(lostMost = 1000): {
  desk: AskDesk;
  scope: AskScope;
  set: (pid: number, parts?: readonly ReadPart[]) => Pending;
} {
  const scope = new AskScope(undefined, lostMost);
  const set = (pid: number, parts = PARTS): Pending =>
    new Pending({ kind: "set", path: `/proc/${pid}`, parts, expect: "" }, scope, () => {});
  return { desk: new AskDesk(), scope, set };
}

function later(pending: Pending, owner: number, turn: Turn = 1): Pending {
  return Object.assign(pending, { owner, turn });
}

const pathsOf = (chunk: readonly Pending[]): string[] => chunk.map(({ ask }) => ask.path);

describe("the desk", () => {
  it("lets asks of one list of parts travel together, up to 128", () => {
    const { desk: all, set } = desk();
    for (let pid = 1; pid <= 200; pid++) all.add(set(pid));
    all.add(set(201, [{ link: "exe" }]));
    expect([0, 0, 0, 0].map(() => all.take("kernel", ROOM, true).length)).toEqual([128, 72, 1, 0]);
  });

  it("keeps a chunk within the room, but never holds back the only ask of an idle reader", () => {
    const { desk: all, set } = desk();
    for (let pid = 1; pid <= 3; pid++) all.add(set(pid, [{ file: "cmdline", maxBytes: 600_000 }]));
    expect(all.take("kernel", ROOM, true)).toHaveLength(1);
    expect(all.take("kernel", 1000, false)).toHaveLength(0);
    expect(all.take("kernel", 1000, true)).toHaveLength(1);
  });

  it("gives a large image to hash to a reader that owes nothing", () => {
    const { desk: all, set } = desk();
    all.add(set(1, [{ hash: "exe", maxBytes: 5_000_000 }]));
    expect(all.take("kernel", ROOM, false)).toHaveLength(0);
    expect(all.take("kernel", ROOM, true)).toHaveLength(1);
  });

  it("gives each reader first what it prefers", () => {
    const { desk: all, set, scope } = desk();
    all.add(set(1));
    all.add(new Pending({ kind: "lstat", path: "/etc" }, scope, () => {}));
    expect(all.isMixed).toBe(true);
    expect(pathsOf(all.take("files", ROOM, true))).toEqual(["/etc"]);
    expect(pathsOf(all.take("files", ROOM, true))).toEqual(["/proc/1"]);
  });

  it("lets a reader look at numbers when there is nothing else to read, one part at a time", () => {
    const { desk: all, set, scope } = desk();
    const probe = (from: number) => new Pending({ kind: "probe", path: `/proc`, from, to: from + 9 }, scope, () => {});
    const first = probe(1);
    all.add(first);
    all.add(probe(11));
    all.add(set(99));
    all.defer(later(set(50), 1000));
    expect(pathsOf(all.take("kernel", ROOM, true))).toEqual(["/proc/99"]);
    expect(all.take("kernel", ROOM, false)).toEqual([]);
    expect(all.take("kernel", ROOM, true)).toEqual([first]);
    all.putBack([first]);
    expect([0, 0, 0].map(() => all.take("files", ROOM, true)[0]?.ask)).toMatchObject([
      { from: 1 },
      { from: 11 },
      { path: "/proc/50" },
    ]);
  });

  it("leaves owners of traps for the end, and takes them in turn", () => {
    const { desk: all, set } = desk();
    for (let pid = 1; pid <= 20; pid++) all.defer(later(set(pid), 1000));
    all.defer(later(set(50), 1001));
    all.add(set(99));
    expect(pathsOf(all.take("kernel", ROOM, true))).toEqual(["/proc/99"]);
    expect(all.take("kernel", ROOM, false)).toEqual([]);
    const turns = [0, 0, 0].map(() => pathsOf(all.take("kernel", ROOM, true)));
    expect(turns.map((paths) => [paths.length, paths[0]])).toEqual([
      [16, "/proc/1"],
      [1, "/proc/50"],
      [4, "/proc/17"],
    ]);
  });

  it("leaves those with a stuck thread for the very end", () => {
    const { desk: all, set } = desk();
    all.defer(later(set(1), 1000, 2));
    all.defer(later(set(2), 1001, 1));
    expect([0, 0].map(() => pathsOf(all.take("kernel", ROOM, true)))).toEqual([["/proc/2"], ["/proc/1"]]);
  });

  it("touches nothing of owners of traps that can be one, once they have cost what they may", () => {
    const { desk: all, set, scope } = desk();
    all.defer(later(set(1), 1000));
    all.add(set(2));
    scope.charge(1000, true);
    all.spareSpent(scope);
    all.defer(later(set(3), 1000));
    const chunk = all.take("kernel", ROOM, true);
    expect(chunk.map(({ ask, spared, turn }) => [ask.path, spared, turn])).toEqual([
      ["/proc/2", false, 0],
      ["/proc/1", true, 0],
      ["/proc/3", true, 0],
    ]);
    expect(all.take("kernel", ROOM, true)).toEqual([]);
  });

  it("puts back what was owed, each to its own line", () => {
    const { desk: all, set } = desk();
    const trapped = later(set(1), 1000);
    all.defer(trapped);
    all.take("kernel", ROOM, true);
    all.add(set(3));
    all.putBack([trapped, set(2)]);
    expect(pathsOf(all.take("kernel", ROOM, true))).toEqual(["/proc/2", "/proc/3"]);
    expect(pathsOf(all.take("kernel", ROOM, true))).toEqual(["/proc/1"]);
  });
});

describe("a scope", () => {
  it("says why it ended", () => {
    const reasons = ["deadline", "cancelled", undefined, new DOMException("", "TimeoutError"), new Error("x")];
    const ended = reasons.map((reason) => new AskScope(AbortSignal.abort(reason), 1).ended);
    expect(ended).toEqual(["deadline", "cancelled", "cancelled", "deadline", "cancelled"]);
  });
});
