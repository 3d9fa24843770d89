import { createHash } from "node:crypto";
import { readFileSync, readlinkSync, statSync } from "node:fs";
import { afterAll, describe, expect, it } from "vitest";
import type { FileBytes, ReadPart } from "../contract/host-reader.ts";
import { createLiveHost } from "./live-host.ts";

const host = createLiveHost();
afterAll(() => host.close());

const MOST_ARGUMENT_BYTES = 65_536;
const PARTS: readonly ReadPart[] = [
  { file: "cmdline", maxBytes: MOST_ARGUMENT_BYTES },
  { link: "exe" },
  { link: "ns/net" },
  { file: "comm", maxBytes: 64 },
];

describe("the live host", () => {
  it("reads every process as a direct read does", async () => {
    const listing = await host.list("/proc", { maxEntries: 100_000 });
    if (!listing.ok) throw new Error(listing.error.errno);
    const readers = host.stats().reader_pids.map(String);
    const names = listing.value.entries.map(({ name }) => name);
    const pids = names.filter((name) => /^\d+$/.test(name) && !readers.includes(name));
    expect(pids).toContain(String(process.pid));
    const before = pids.map(directly);
    const sets = await Promise.all(pids.map((pid) => host.readSet(`/proc/${pid}`, PARTS)));
    const compared = pids.filter((pid, i) => {
      const set = sets[i];
      const direct = directly(pid);
      if (set === undefined || !set.ok || direct === null) return false;
      if (JSON.stringify(before[i]) !== JSON.stringify(direct)) return false; // it changes by itself
      const [cmdline, exe, net, comm] = set.value.parts;
      expect(cmdline?.ok && Buffer.from((cmdline.value as FileBytes).bytes).toString("latin1")).toBe(direct.cmdline);
      expect(exe?.ok ? exe.value : exe?.error.errno).toBe(direct.exe);
      expect(net?.ok ? net.value : net?.error.errno).toBe(direct.net);
      if (direct.comm.startsWith("kworker/")) return true; // named after its work of the moment, there and back
      expect(comm?.ok && Buffer.from((comm.value as FileBytes).bytes).toString("latin1")).toBe(direct.comm);
      return true;
    });
    expect(compared.length).toBeGreaterThan(pids.length / 2);
  });

  it("ties a second pass to the process of the first", async () => {
    const dir = `/proc/${process.pid}`;
    const ticks =
      readFileSync(`${dir}/stat`, "latin1")
        .replace(/^.*\) /, "")
        .split(" ")[19] ?? "";
    expect((await host.readSet(dir, PARTS, { expect: { start_ticks: ticks } })).ok).toBe(true);
    const other = await host.readSet(dir, PARTS, { expect: { start_ticks: "1" } });
    expect(other).toMatchObject({ ok: false, error: { errno: "VANISHED" } });
  });

  it("digests a file where it lies, that file only", async () => {
    const path = process.execPath;
    const content = readFileSync(path);
    const { dev, ino } = statSync(path, { bigint: true });
    const digest = (name: string) => createHash(name).update(content).digest("hex");
    const options = { maxBytes: 1e9, also: "md5", headBytes: 4 } as const;
    expect(await host.hash(path, { ...options, expect: { dev, ino } })).toEqual({
      ok: true,
      value: {
        sha256: digest("sha256"),
        also: digest("md5"),
        size: BigInt(content.length),
        more: false,
        head: content.subarray(0, 4),
      },
    });
    expect(await host.hash(path, { ...options, expect: { dev, ino: ino + 1n } })).toMatchObject({
      error: { errno: "VANISHED" },
    });
    expect(await host.hash(path, { maxBytes: 3 })).toMatchObject({ value: { size: 3n, more: true } });
  });

  it("says what the kernel says of a process that is not there", async () => {
    expect(await host.readSet("/proc/4194304", PARTS)).toEqual({
      ok: false,
      error: { op: "chdir", path: "/proc/4194304", errno: "ENOENT" },
    });
  });

  it("finds every pid of the listing by probing, and no thread", async () => {
    const probed = await host.probe(1, process.pid);
    expect(probed.ok && probed.value.at(-1)).toBe(process.pid);
  });

  it("answers nothing once the signal fired, and at once", async () => {
    const abort = new AbortController();
    const phase = host.forPhase(abort.signal);
    const early = phase.hash(process.execPath, { maxBytes: 1e9 });
    abort.abort("deadline");
    const skipped = { ok: false, error: { errno: "SKIPPED", why: "deadline" } };
    expect(await early).toMatchObject(skipped);
    expect(await phase.lstat("/")).toMatchObject(skipped);
    expect((await host.lstat("/")).ok).toBe(true);
  });
});

/** The same by the shortest way; null when the process is gone or changes all the time. */
function directly(pid: string): { cmdline: string; exe: string; net: string; comm: string } | null {
  try {
    const file = (name: string): string => readFileSync(`/proc/${pid}/${name}`, "latin1");
    return {
      cmdline: file("cmdline").slice(0, MOST_ARGUMENT_BYTES),
      exe: link(`/proc/${pid}/exe`),
      net: link(`/proc/${pid}/ns/net`),
      comm: file("comm"),
    };
  } catch {
    return null;
  }
}

function link(path: string): string {
  try {
    return readlinkSync(path);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code ?? "";
  }
}
