import { collectEvents, memHost, testContext } from "@livetriage/triage-core/testing";
import { expect, test } from "vitest";
import { kernelThread, procEntries, type TestProcess } from "../test/proc-entries.ts";
import { procTree } from "./phase.ts";

const KERNEL = [{ ...kernelThread(2, "kthreadd"), ppid: 0, start: 1 }, kernelThread(3, "kworker/0:0")];
const INIT = { pid: 1, ppid: 0, start: 1 };

/** Pids that have the signal. */
async function wrong(processes: readonly TestProcess[]): Promise<number[]> {
  const { items } = await collectEvents(procTree, testContext(procTree, { host: memHost(procEntries(processes)) }));
  return items.filter(({ signals }) => signals.includes("wrong_parent")).map(({ pid }) => pid);
}

test.each<[string, readonly TestProcess[], readonly number[]]>([
  ["an ordinary tree", [INIT, ...KERNEL, { pid: 9, start: 50 }, { pid: 10, ppid: 9, start: 50 }], []],
  ["a program below kthreadd", [INIT, ...KERNEL, { pid: 9, ppid: 2 }], [9]],
  ["a thread of the kernel below init", [INIT, ...KERNEL, { ...kernelThread(9, "kworker/9:9"), ppid: 1 }], [9]],
  ["a parent that is younger", [INIT, ...KERNEL, { pid: 9, start: 90 }, { pid: 10, ppid: 9, start: 50 }], [10]],
  ["no parent at all", [INIT, ...KERNEL, { pid: 9, ppid: 0 }], [9]],
  ["one started from outside of a container", [INIT, { pid: 2, start: 5 }, { pid: 9, ppid: 0 }], []],
  ["a parent that has ended", [INIT, ...KERNEL, { pid: 9, ppid: 77 }], []],
  ["init that the clock makes younger", [{ pid: 1, ppid: 0, start: 90 }, ...KERNEL, { pid: 9, start: 50 }], []],
])("%s", async (_name, processes, pids) => {
  expect(await wrong(processes)).toEqual(pids);
});
