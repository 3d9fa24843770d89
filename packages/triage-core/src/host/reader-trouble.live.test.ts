import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import type { HostReader, ReadPart } from "../contract/host-reader.ts";
import { createLiveHost, type LiveHost } from "./live-host.ts";
import { defaultReaderCommand, startReader } from "./reader-command.ts";

const PARTS: readonly ReadPart[] = [{ file: "status", maxBytes: 8192 }];
const SELF = `/proc/${process.pid}`;

/** Many asks about one process that is there: every one must be answered with its value. */
function askMany(host: HostReader, count: number): Promise<boolean[]> {
  return Promise.all(Array.from({ length: count }, async () => (await host.readSet(SELF, PARTS)).ok));
}

const all = (count: number): boolean[] => Array.from({ length: count }, () => true);

describe("a reader", () => {
  it("that is killed in the middle is started again, and nothing is lost", async () => {
    const host = createLiveHost({ readers: 1 });
    await host.lstat("/");
    const answers = askMany(host, 20_000);
    process.kill(lastReader(host), "SIGKILL");
    expect(await answers).toEqual(all(20_000));
    expect(host.stats()).toMatchObject({ asks: 20_001, readers_abandoned: 0 });
    host.close();
  });

  it("that is killed again and again ends as READER_DIED", async () => {
    const host = createLiveHost({ readers: 1 });
    for (let round = 0; round < 2; round++) {
      expect((await host.lstat("/")).ok).toBe(true);
      process.kill(lastReader(host), "SIGKILL");
      await new Promise((resolve) => setTimeout(resolve, 200));
    }
    expect(await host.lstat("/")).toMatchObject({ ok: false, error: { op: "lstat", path: "/", errno: "READER_DIED" } });
    host.close();
  });

  it("that was stopped is replaced, and no ask is blamed", async () => {
    const host = createLiveHost({ readers: 1 });
    await host.lstat("/");
    const pid = lastReader(host);
    process.kill(pid, "SIGSTOP");
    expect(await askMany(host, 500)).toEqual(all(500));
    expect(host.stats().readers_abandoned).toBe(1);
    expect(() => process.kill(pid, 0)).toThrow();
    host.close();
  });

  it("that is stopped while it starts is replaced as well", async () => {
    const host = createLiveHost({ readers: 1 });
    process.kill(lastReader(host), "SIGSTOP");
    const start = performance.now();
    expect((await host.lstat("/")).ok).toBe(true);
    expect(performance.now() - start).toBeLessThan(8000);
    host.close();
  });

  it("is not blamed while the main process itself stands still", async () => {
    const host = createLiveHost({ readers: 1 });
    await host.lstat("/");
    const answers = askMany(host, 5000);
    for (let stall = 0; stall < 3; stall++) {
      const end = performance.now() + 400;
      while (performance.now() < end);
      await new Promise((resolve) => setImmediate(resolve));
    }
    expect(await answers).toEqual(all(5000));
    expect(host.stats()).toMatchObject({ readers_started: 1, readers_abandoned: 0 });
    host.close();
  });

  it("that was started beforehand is the first, and only the first", async () => {
    const early = startReader(defaultReaderCommand());
    const host = createLiveHost({ readers: 1, early });
    await host.lstat("/");
    expect(host.stats().reader_pids).toEqual([early.pid]);
    process.kill(lastReader(host), "SIGKILL");
    await new Promise((resolve) => setTimeout(resolve, 200));
    expect((await host.lstat("/")).ok).toBe(true);
    expect(new Set(host.stats().reader_pids).size).toBe(2);
    host.close();
  });

  it("that cannot be started says so", async () => {
    const host = createLiveHost({ command: { execPath: "/nowhere/node", args: [] } });
    expect(await host.lstat("/")).toMatchObject({ ok: false, error: { errno: "READER_DIED" } });
    host.close();
  });

  it("does its work with 32 descriptors, alone", () => {
    const script = fileURLToPath(new URL("../../test/hostile/few-files.ts", import.meta.url));
    const node = `ulimit -n 32 && exec "${process.execPath}" --conditions=@livetriage/source "${script}"`;
    const output = JSON.parse(execFileSync("sh", ["-c", node]).toString()) as {
      small: boolean;
      read: number;
      failed: string[];
    };
    expect(output.small).toBe(true);
    expect(output.failed).toEqual([]);
    expect(output.read).toBeGreaterThan(readdirSync("/etc").length);
  });
});

describe("the host that was closed", () => {
  it("answers what was open and what comes later, and leaves no process behind", async () => {
    const host = createLiveHost();
    await host.lstat("/");
    const open = host.hash(process.execPath, { maxBytes: 1e9 });
    const pids = host.stats().reader_pids;
    host.close();
    expect(await open).toMatchObject({ ok: false, error: { errno: "SKIPPED", why: "cancelled" } });
    expect(await host.lstat("/")).toMatchObject({ ok: false, error: { errno: "SKIPPED", why: "cancelled" } });
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(pids.filter(isRunning)).toEqual([]);
  });
});

/** The reader started last. */
function lastReader(host: LiveHost): number {
  const pid = host.stats().reader_pids.at(-1);
  if (pid === undefined) throw new Error("no reader was started");
  return pid;
}

function isRunning(pid: number): boolean {
  try {
    return !/^State:\s*Z/m.test(readFileSync(`/proc/${pid}/status`, "latin1"));
  } catch {
    return false;
  }
}
