import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { copyFileSync, mkdtempSync, readFileSync, readlinkSync, rmSync, unlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createLiveHost, systemClock } from "@livetriage/triage-core/host";
import { type Collected, collectEvents, testContext } from "@livetriage/triage-core/testing";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type PlainProcess, readPlainly } from "../test/independent-reader.ts";
import type { ProcessNode } from "./item.ts";
import { procTree } from "./phase.ts";

/** Plants end by themselves, should this test be killed. */
const TTL_SECONDS = "120";
const host = createLiveHost();
const dir = mkdtempSync(join(tmpdir(), "proc-tree-"));
const plants: ChildProcess[] = [];
let before: Map<number, PlainProcess>;
let after: Map<number, PlainProcess>;
let collected: Collected<ProcessNode>;
let byPid: Map<number, ProcessNode>;
let psRows: string[][];

/** Run sh on a script that execs into a sleep, and wait until it has. */
async function plant(script: string): Promise<number> {
  const child = spawn("bash", ["-c", script, "bash", dir, TTL_SECONDS], { stdio: "ignore" });
  plants.push(child);
  await once(child, "spawn");
  const pid = child.pid as number;
  while (readlinkSync(`/proc/${pid}/exe`).endsWith("/bash")) await new Promise((resolve) => setTimeout(resolve, 5));
  return pid;
}

/** Processes that start and end all the time, for as long as this test runs and 60 s at most. */
function churn(): void {
  const loop = "while [ $SECONDS -lt 60 ]; do (:); (:); (:); sleep 0.01; done";
  for (let i = 0; i < 2; i++) plants.push(spawn("bash", ["-c", loop], { stdio: "ignore" }));
}

const pids = { deleted: 0, masked: 0, bytes: 0 };

beforeAll(async () => {
  copyFileSync("/bin/sleep", join(dir, "x"));
  pids.deleted = await plant('exec "$1/x" "$2"');
  unlinkSync(join(dir, "x"));
  pids.masked = await plant('exec -a "[kworker/9:9]" sleep "$2"');
  pids.bytes = await plant(`exec -a $'a\\xff\\nb' sleep "$2"`);
  churn();
  before = readPlainly();
  const bootSeconds = /^btime (\d+)$/m.exec(readFileSync("/proc/stat", "utf8"))?.[1] as string;
  const facts = { boot_time_ns: BigInt(bootSeconds) * 1_000_000_000n, collector_pids: [process.pid] };
  const caps = { entries: 100_000, bytes: 1_000_000_000 };
  const context = { ...testContext(procTree, { host, facts, caps }), clock: systemClock };
  collected = await collectEvents(procTree, context);
  psRows = execFileSync("ps", ["-eo", "pid=,ppid=,uid="], { encoding: "utf8" })
    .trim()
    .split("\n")
    .map((line) => line.trim().split(/\s+/));
  after = readPlainly();
  byPid = new Map(collected.items.map((item) => [item.pid, item]));
}, 110_000);

afterAll(() => {
  host.close();
  for (const child of plants) child.kill("SIGKILL");
  rmSync(dir, { recursive: true });
});

/** Processes that were the same before and after the collection. */
function steady(): PlainProcess[] {
  return [...before.values()].filter((one) => JSON.stringify(after.get(one.pid)) === JSON.stringify(one));
}

const latin1 = (item: ProcessNode) =>
  item.argv_base64?.map((text) => Buffer.from(text, "base64").toString("latin1")) ??
  item.argv?.map((arg) => Buffer.from(arg).toString("latin1")) ??
  [];

describe("the running host", () => {
  test("at least 99 % of the user processes are as an independent reader sees them", () => {
    const users = steady().filter(({ kernel }) => !kernel);
    const equal = users.filter(({ pid, start_ticks, uid, exe, argv }) => {
      const item = byPid.get(pid);
      if (item === undefined) return false;
      const link = item.exe_deleted === true || item.exe_memfd === true ? `${item.exe} (deleted)` : item.exe;
      const hidden = (item.argv_redacted ?? 0) + (item.argv_padding ?? 0) + (item.argv_dropped_bytes ?? 0) > 0;
      const sameArgv = hidden || JSON.stringify(latin1(item)) === JSON.stringify(argv);
      return item.start_ticks === start_ticks && item.uid === uid && link === exe && sameArgv;
    });
    expect(users.length).toBeGreaterThan(3);
    expect(equal.length / users.length).toBeGreaterThanOrEqual(0.99);
  });

  test("every process that stays is an item, and parents and users are those of ps", () => {
    const stays = new Set(steady().map(({ pid }) => pid));
    const rows = psRows.filter(([pid]) => stays.has(Number(pid)));
    const equal = rows.filter(([pid, ppid, uid]) => {
      const item = byPid.get(Number(pid));
      return item?.ppid === Number(ppid) && item.euid === Number(uid);
    });
    expect(rows.length).toBeGreaterThan(3);
    expect(equal.length).toBe(rows.length);
  });

  test("plants come back with their values", () => {
    const { deleted, masked, bytes } = pids;
    expect(byPid.get(deleted)).toMatchObject({
      exe: join(dir, "x"),
      exe_deleted: true,
      exe_sha256: expect.stringMatching(/^[0-9a-f]{64}$/),
      argv: [join(dir, "x"), TTL_SECONDS],
      signals: ["exe_deleted"],
    });
    expect(byPid.get(masked)).toMatchObject({
      kernel_thread: false,
      argv: ["[kworker/9:9]", TTL_SECONDS],
      signals: ["kernel_thread_masquerade"],
    });
    expect(byPid.get(bytes)).toMatchObject({ argv: ["a\\xff\nb", TTL_SECONDS], signals: [] });
    expect(Buffer.from(byPid.get(bytes)?.argv_base64?.[0] ?? "", "base64")).toEqual(
      Buffer.from([0x61, 0xff, 0x0a, 0x62]),
    );
  });

  test("this test is marked as the collection; its threads and the churn hide nothing", () => {
    expect(byPid.get(process.pid)?.collector).toBe(true);
    expect(collected.items.filter(({ views }) => views !== undefined)).toEqual([]);
    expect(collected.facts.map(({ id }) => id)).toContain("pids_probed");
  });
});
