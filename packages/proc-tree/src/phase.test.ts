import { checkPhase, collectEvents, type MemEntries, memHost, testContext } from "@livetriage/triage-core/testing";
import { decodeLossless } from "@livetriage/triage-core/text";
import { describe, expect, test } from "vitest";
import manifest from "../package.json" with { type: "json" };
import { ARG_START, kernelThread, procEntries, statLine, type TestProcess } from "../test/proc-entries.ts";
import { procTree } from "./phase.ts";

const collect = (entries: MemEntries, options: object = {}) =>
  collectEvents(procTree, testContext(procTree, { host: memHost(entries), ...options }));

const one = async (process: TestProcess, options: object = {}) => {
  const result = await collect(procEntries([process]), options);
  return { ...result, item: result.items[0] };
};

const BASIC = { params: { detail: "basic" } };

describe("a process", () => {
  test("every basic column", async () => {
    const { item, errors } = await one(
      { pid: 41, ppid: 7, comm: "bash", uid: 1000, start: 12345, tty: 0x8803, threads: 3, args: ["bash", "", "-c x"] },
      BASIC,
    );
    expect(errors).toEqual([]);
    expect(item).toEqual({
      pid: 41,
      ppid: 7,
      start_ticks: "12345",
      comm: "bash",
      state: "S",
      uid: 1000,
      kernel_thread: false,
      exe: "/bin/sh",
      signals: [],
      context: [],
      detail: "basic",
      started_at: "2026-11-21T12:02:03.450000000Z",
      argv: ["bash", "", "-c x"],
      cmdline_status: "read",
      euid: 1000,
      user: "alice",
      exe_deleted: false,
      exe_memfd: false,
      cwd: "/",
      tty: "/dev/pts/3",
    });
  });

  test("standard adds the image and the root", async () => {
    const { item } = await one({ pid: 41 });
    expect(item).toMatchObject({
      suid: 0,
      gid: 0,
      egid: 0,
      threads: 1,
      euser: "root",
      session: 41,
      pgrp: 41,
      tty_nr: 0,
      argv_bytes: 3,
    });
    expect(item).toMatchObject({ exe_dev: "8:1", exe_ino: "1000", root: "/", detail: "standard" });
  });

  test("a kernel thread has neither arguments nor a program, and no gaps", async () => {
    const { item, errors } = await one(kernelThread(9, "kworker/0:1"));
    expect(item).toMatchObject({ kernel_thread: true, argv: null, cmdline_status: "none", exe: null, signals: [] });
    expect(errors).toEqual([]);
  });

  test("a zombie likewise", async () => {
    const gone = { errno: "ENOENT" };
    const { item, errors } = await one({ pid: 9, state: "Z", args: [], files: { exe: gone, cwd: gone, root: gone } });
    expect(item).toMatchObject({ state: "Z", kernel_thread: false, argv: null, cmdline_status: "none" });
    expect(errors).toEqual([]);
  });

  test("an empty cmdline is told apart", async () => {
    const { item } = await one({ pid: 9, args: [] });
    expect(item).toMatchObject({ argv: [], cmdline_status: "empty" });
  });

  test("a hostile name cannot forge a state or a parent", async () => {
    const { item } = await one({ pid: 9, ppid: 4, comm: ") R 1 (\n9" });
    expect(item).toMatchObject({ comm: ") R 1 (\n9", state: "S", ppid: 4 });
  });

  test("arguments that are not UTF-8 keep their bytes", async () => {
    const { item } = await one({ pid: 9, args: ["é", decodeLossless(Uint8Array.of(0x5c, 0xff))] });
    expect(item?.argv).toEqual(["é", "\\\\\\xff"]);
    expect(item?.argv_base64?.map((text) => [...Buffer.from(text, "base64")])).toEqual([
      [0xc3, 0xa9],
      [0x5c, 0xff],
    ]);
  });

  test("2 MB of arguments are cut at the cap, their true length told", async () => {
    const { item, truncations } = await one({ pid: 9, args: ["x".repeat(2_000_000)] });
    expect(item).toMatchObject({ argv: ["x".repeat(32_768)], argv_bytes: 2_000_001, argv_dropped_bytes: 1_967_233 });
    expect(truncations).toMatchObject([{ cap: "argv_bytes", dropped: 1_967_233, dropped_is: "exact" }]);
  });

  test("arguments that end at a page where the kernel has more", async () => {
    const { item } = await one({ pid: 9, args: ["x".repeat(4079)], expected: 16_403 });
    expect((ARG_START + 4080) % 4096).toBe(0);
    expect(item).toMatchObject({ signals: ["cmdline_cut"], argv_bytes: 16_403, argv_missing_bytes: 12_323 });
  });

  test("a rewritten title is shorter for a harmless reason", async () => {
    const { item } = await one({ pid: 9, args: ["chrome --type=renderer"], expected: 300 });
    expect(item).toMatchObject({ signals: [], context: ["title_rewritten"], argv_missing_bytes: 277 });
  });

  test("a name in brackets with a program of its own", async () => {
    expect((await one({ pid: 9, args: ["[kworker/0:1]"] })).item?.signals).toEqual(["kernel_thread_masquerade"]);
    expect((await one({ pid: 9, comm: "kworker/0:1" })).item?.signals).toEqual(["kernel_thread_masquerade"]);
  });

  test("a malformed stat leaves a row and a gap", async () => {
    const { item, errors } = await one({
      pid: 9,
      files: { stat: "9 (x) S 1 1 1 0 -1 0 0 0 0 0 0 0 0 0 0 0 1 0 77 8\n" },
    });
    expect(item).toMatchObject({ pid: 9, comm: null, start_ticks: null, kernel_thread: null, uid: 0 });
    expect(errors).toMatchObject([{ kind: "malformed", source: "/proc/[pid]/stat" }]);
  });
});

describe("the program", () => {
  test.each([
    ["unlinked", { exe: "/tmp/x (deleted)", nlink: 0 }, { exe: "/tmp/x", exe_deleted: true, signals: ["exe_deleted"] }],
    [
      "a memfd",
      { exe: "/memfd:x (deleted)", nlink: 0, dev: 1n },
      { exe: "/memfd:x", exe_memfd: true, signals: ["exe_memfd"] },
    ],
    ["of a strange name that is gone", { exe: "/x (deleted)", nlink: 1 }, { exe: "/x", exe_deleted: true }],
  ])("%s, at every detail", async (_name, process, expected) => {
    for (const detail of ["basic", "standard"]) {
      expect((await one({ pid: 9, ...process }, { params: { detail } })).item).toMatchObject(expected);
    }
  });

  test("whose real name ends in (deleted)", async () => {
    const entries = procEntries([{ pid: 9, exe: "/opt/x (deleted)" }]);
    const file = { content: "ELF", dev: 0x801n, ino: 1000n };
    const { items } = await collect({ ...entries, "/opt/x (deleted)": file });
    expect(items[0]).toMatchObject({ exe: "/opt/x (deleted)", exe_deleted: false, signals: [] });
  });
});

describe("what can happen while reading", () => {
  test("a process that exits before it is read is an item", async () => {
    const { item, errors } = await one({ pid: 9, files: { stat: { errno: "ESRCH" } } });
    expect(item).toMatchObject({ pid: 9, comm: null, exe: null, argv: null, context: ["exited"] });
    expect(errors).toMatchObject([{ kind: "vanished", scope: "item", source: "/proc/[pid]/stat" }]);
  });

  test("another process took the pid while it was read", async () => {
    const stat = [statLine({ pid: 9, start: 5 }), statLine({ pid: 9, start: 6 })];
    const { item, errors } = await one({ pid: 9, files: { stat } }, BASIC);
    expect(item).toMatchObject({ pid: 9, comm: null, argv: null, context: ["exited"] });
    expect(errors).toMatchObject([{ kind: "vanished", scope: "item", source: "/proc/[pid]/stat" }]);
  });

  test("an exec meanwhile: program and arguments are those of the new one", async () => {
    const before = { pid: 9, comm: "old", args: ["old"], exe: "/bin/old" };
    const after = { pid: 9, comm: "new", argStart: ARG_START + 64, args: ["new"] };
    const files = { stat: [statLine(before), statLine(after)], cmdline: ["old\0", "new\0"] };
    const { item } = await one({ ...after, exe: "/bin/new", files }, BASIC);
    expect(item).toMatchObject({ argv: ["new"], context: [] });
  });

  test("long arguments of another program than the one first seen are left out", async () => {
    const args = ["x".repeat(6000)];
    const first = { pid: 9, args, argStart: ARG_START };
    const stat = [statLine(first), statLine(first), statLine({ ...first, argStart: ARG_START + 64 })];
    const { item } = await one({ ...first, files: { stat } }, BASIC);
    expect(item).toMatchObject({ argv: ["x".repeat(4096)], context: ["exec_race"] });
  });

  test("not root: a row, and gaps counted by source", async () => {
    const denied = { errno: "EACCES" };
    const { item, errors } = await one({ pid: 9, expected: 0, files: { exe: denied, cwd: denied, root: denied } });
    expect(item).toMatchObject({ uid: 0, exe: null, exe_deleted: null, cwd: null, argv: ["sh"], argv_bytes: null });
    expect(errors.map(({ kind, source }) => `${kind} ${source}`)).toEqual([
      "access_denied /proc/[pid]/exe",
      "access_denied /proc/[pid]/cwd",
      "access_denied /proc/[pid]/root",
    ]);
  });

  test("hidepid: a directory that shows nothing is a row", async () => {
    const { item, errors } = await one({ pid: 9, files: { stat: { errno: "EPERM" } } });
    expect(item).toMatchObject({ pid: 9, comm: null, context: [] });
    expect(errors).toMatchObject([{ kind: "access_denied", scope: "item" }]);
  });

  test("a process in 5,000 groups keeps what stands behind them", async () => {
    const groups = Array.from({ length: 5000 }, (_, i) => 100_000 + i);
    const status = `Tgid:\t9\nUid:\t0\t0\t0\t0\nGroups:\t${groups.join(" ")} \nSeccomp:\t2\n`;
    const { item } = await one({ pid: 9, files: { status } });
    expect(item).toMatchObject({ seccomp: 2, groups: { length: 64 }, groups_dropped: 4936 });
  });

  test("one cmdline that does not come back leaves all pids listed", async () => {
    const processes = Array.from({ length: 50 }, (_, i) => ({ pid: i + 1 }));
    const { items, errors } = await collect({ ...procEntries(processes), "/proc/7/cmdline": { hang: true } });
    expect(items.map(({ pid }) => pid)).toEqual(processes.map(({ pid }) => pid));
    expect(items[6]).toMatchObject({ argv: null, cmdline_status: "blocked", signals: ["cmdline_blocked"] });
    expect(errors).toMatchObject([{ kind: "blocked", source: "/proc/[pid]/cmdline" }]);
  });

  test.each([
    ["without /proc the phase fails", {}, "io", "ENOENT"],
    ["an empty /proc is not a running host", { "/proc": { type: "directory" } }, "unsupported", undefined],
    ["a /proc that may not be listed", { "/proc": { type: "directory", errno: "EACCES" } }, "access_denied", "EACCES"],
  ] as const)("%s", async (_name, entries, kind, errno) => {
    const { items, errors } = await collect(entries);
    expect(items).toEqual([]);
    expect(errors).toMatchObject([{ kind, scope: "phase", ...(errno && { errno }) }]);
  });
});

test("keeps the contract", async () => {
  const processes: TestProcess[] = [
    { pid: 1, ppid: 0, comm: "init" },
    kernelThread(2, "kthreadd"),
    { pid: 30, uid: 1000, args: ["x".repeat(5000)], expected: 70_000 },
    { pid: 31, exe: "/opt/x (deleted)" },
    { pid: 32, exe: "/memfd:a (deleted)", nlink: 0, dev: 1n },
    { pid: 33, comm: "\uDCFF\u001b", args: ["\uDCFF"], files: { exe: { errno: "EACCES" } } },
  ];
  const entries = { ...procEntries(processes), "/proc/31/cmdline": { hang: true } };
  const cases = ["basic", "standard", "full"].map((detail) => ({
    name: detail,
    host: () => memHost(entries),
    params: { detail },
  }));
  expect(await checkPhase(procTree, cases, manifest)).toEqual([]);
});

test("a detail that there is not is refused in one sentence", () => {
  const refused = procTree.params.safeParse({ detail: "all" });
  expect(refused.error?.issues.map(({ message }) => message)).toEqual(["must be basic, standard or full"]);
});
