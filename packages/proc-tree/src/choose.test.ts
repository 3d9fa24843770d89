import { describe, expect, test } from "vitest";
import { statLine, type TestProcess } from "../test/proc-entries.ts";
import { chooseProcesses } from "./choose.ts";
import { parseStat } from "./parse/stat.ts";
import { parseStatus } from "./parse/status.ts";
import { newProcess, type Process } from "./process.ts";

function make(given: TestProcess & { readonly deleted?: boolean }): Process {
  const { uid = 0, exe = "/bin/sleep", args = ["sleep"], deleted = false } = given;
  return {
    ...newProcess(given.pid),
    stat: parseStat(Buffer.from(statLine(given))),
    status: parseStatus(Buffer.from(`Uid:\t${uid}\t${uid}\t${uid}\t${uid}\n`)),
    exe: { path: exe, deleted, memfd: false },
    argv: { argv: args, padding: 0, bytes: 6, expected: 6, more: false, cutAtPage: false },
  };
}

const pids = (processes: readonly Process[]) => processes.map(({ pid }) => pid);
const sleepers = (count: number, from: number, given: Partial<TestProcess> = {}) =>
  Array.from({ length: count }, (_, i) => make({ ...given, pid: from + i }));

describe("chooseProcesses", () => {
  test("the oldest process without any signal stays among 30,000 of its user", () => {
    const implant = make({ pid: 2, uid: 1000, exe: "/home/a/.x", args: ["[x]"] });
    const { kept, truncation } = chooseProcesses([implant, ...sleepers(30_000, 100, { uid: 1000 })], 4096);
    expect(kept).toHaveLength(4096);
    expect(kept).toContain(implant);
    expect(truncation).toMatchObject({
      dropped: 25_905,
      groups: [{ key: "uid=1000 exe=/bin/sleep", dropped: 25_905 }],
    });
  });

  test("who floods the class of signals hides no other user's process of that class", () => {
    const implant = make({ pid: 90_000, uid: 1001, exe: "/tmp/y", deleted: true });
    const flood = Array.from({ length: 5000 }, (_, i) =>
      make({ pid: 100 + i, uid: 1000, exe: `/tmp/${i}`, deleted: true }),
    );
    const { kept } = chooseProcesses([...flood, implant], 4096);
    expect(kept).toContain(implant);
    expect(kept.indexOf(implant)).toBeLessThan(2);
  });

  test("ancestors of what stays come along", () => {
    const chain = [make({ pid: 1, ppid: 0 }), make({ pid: 500, ppid: 1 }), make({ pid: 501, ppid: 500, exe: "/x" })];
    const { kept } = chooseProcesses([...chain, ...sleepers(400, 1000)], 12);
    expect(pids(kept)).toEqual(expect.arrayContaining([1, 500, 501]));
    expect(kept).toHaveLength(12);
  });

  test("a chain of 10,000 does not fill the cap with ancestors", () => {
    const chain = Array.from({ length: 10_000 }, (_, i) => make({ pid: i + 10, ppid: i + 9, uid: 1000 }));
    const implant = make({ pid: 2, uid: 0, exe: "/x" });
    const { kept } = chooseProcesses([...chain, implant], 100);
    expect(kept).toContain(implant);
    expect(kept).toHaveLength(100);
  });

  test("kernel threads go first", () => {
    const kernel = sleepers(50, 100, { flags: 0x200000 });
    const users = sleepers(50, 200);
    expect(chooseProcesses([...kernel, ...users], 50).kept.every(({ pid }) => pid >= 200)).toBe(true);
  });
});
