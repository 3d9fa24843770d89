import { expect, test } from "vitest";
import type { ListOptions, Result } from "../../contract/host-reader.ts";
import { memHost } from "./mem-host.ts";

const STAT = (start: number, argStart = 7) =>
  `7 (a) b) S 1 ${Array.from({ length: 47 }, (_, i) => (i + 5 === 22 ? start : i + 5 === 48 ? argStart : i + 5)).join(" ")}\n`;

function valueOf<T>(result: Result<T>): T {
  if (!result.ok) throw new Error(JSON.stringify(result.error));
  return result.value;
}

async function errnoOf(answer: Promise<Result<unknown>>): Promise<string | null> {
  const result = await answer;
  return result.ok ? null : result.error.errno;
}

const text = (bytes: Uint8Array) => Buffer.from(bytes).toString("latin1");

test("a file is read from an offset, to a cap, with its tail", async () => {
  const host = memHost({ "/etc/x": "0123456789" });
  const read = async (options: { offset?: number; maxBytes: number; tailBytes?: number }) => {
    const { bytes, more, tail } = valueOf(await host.readFile("/etc/x", options));
    return [text(bytes), more, tail === undefined ? null : text(tail)];
  };
  expect(await read({ maxBytes: 10 })).toEqual(["0123456789", false, null]);
  expect(await read({ maxBytes: 4 })).toEqual(["0123", true, null]);
  expect(await read({ maxBytes: 4, offset: 8 })).toEqual(["89", false, null]);
  expect(await read({ maxBytes: 4, tailBytes: 3 })).toEqual(["0123", true, "789"]);
  expect(await read({ maxBytes: 40, tailBytes: 3 })).toEqual(["0123456789", false, null]);
});

test("invalid bytes in names and content are kept", async () => {
  const host = memHost({ "/tmp/\uDCFF": Uint8Array.of(0xff, 0) });
  expect(valueOf(await host.list("/tmp", { maxEntries: 9 })).entries).toEqual([{ name: "\uDCFF", type: "file" }]);
  expect([...valueOf(await host.readFile("/tmp/\uDCFF", { maxBytes: 9 })).bytes]).toEqual([0xff, 0]);
});

test("links are followed within the map, loops are cut, .. stops at the root", async () => {
  const host = memHost({
    "/real/f": "x",
    "/l": { link: "/real" },
    "/real/up": { link: "../../../real/f" },
    "/loop": { link: "/loop" },
    "/dangling": { link: "nowhere" },
  });
  expect(valueOf(await host.resolve("/l/up")).path).toBe("/real/f");
  expect(valueOf(await host.lstat("/l/up")).type).toBe("symlink");
  expect(valueOf(await host.readLink("/l"))).toBe("/real");
  expect(await errnoOf(host.readLink("/real/f"))).toBe("EINVAL");
  expect(await errnoOf(host.readFile("/loop", { maxBytes: 1 }))).toBe("ELOOP");
  expect(await errnoOf(host.readFile("/dangling", { maxBytes: 1 }))).toBe("ENOENT");
  expect(await errnoOf(host.readFile("/real/f/below", { maxBytes: 1 }))).toBe("ENOTDIR");
});

test("errors stand where the test put them", async () => {
  const host = memHost({
    "/denied": { errno: "EACCES", type: "directory" },
    "/denied/x": "x",
    "/pipe": { type: "fifo" },
    "/hung": { hang: true },
    "/remote": { errno: "SKIPPED", why: "policy" },
    "/dir/gone": { statErrno: "ENOENT" },
  });
  expect(await errnoOf(host.readFile("/denied/x", { maxBytes: 1 }))).toBe("EACCES");
  expect(await errnoOf(host.list("/denied", { maxEntries: 1 }))).toBe("EACCES");
  expect(await errnoOf(host.lstat("/denied"))).toBeNull();
  expect(await errnoOf(host.readFile("/pipe", { maxBytes: 1 }))).toBe("NOT_REGULAR");
  expect(await errnoOf(host.readFile("/dir", { maxBytes: 1 }))).toBe("NOT_REGULAR");
  expect(await errnoOf(host.list("/pipe", { maxEntries: 1 }))).toBe("ENOTDIR");
  expect(await errnoOf(host.readFile("/hung", { maxBytes: 1 }))).toBe("BLOCKED");
  expect(await errnoOf(host.lstat("/hung"))).toBe("BLOCKED");
  expect(await host.list("/remote", { maxEntries: 1 })).toMatchObject({ error: { errno: "SKIPPED", why: "policy" } });
  const [gone] = valueOf(await host.list("/dir", { maxEntries: 9, stat: true })).entries;
  expect(gone).toEqual({ name: "gone", type: "file", stat: null, errno: "ENOENT" });
});

test("stat is made up stably and can be overridden", async () => {
  const host = memHost({ "/a": "xyz", "/s": { content: "", mode: 0o4755, uid: 5, mtime_ns: -1n, size: 50n << 30n } });
  const a = valueOf(await host.lstat("/a"));
  expect([a.type, a.mode, a.size, a.uid, a.nlink]).toEqual(["file", 0o100644, 3n, 0, 1]);
  const s = valueOf(await host.lstat("/s"));
  expect([s.mode, s.uid, s.mtime_ns, s.ctime_ns, s.size]).toEqual([0o104755, 5, -1n, -1n, 50n << 30n]);
  expect(valueOf(await host.readFile("/s", { maxBytes: 9 })).more).toBe(true);
});

test("a listing stops at its cap, filters by change and hides what is hidden", async () => {
  const host = memHost({
    "/d/old": "",
    "/d/new": { mtime_ns: 9n ** 20n },
    "/d/sub/x": "",
    "/d/ghost": { hidden: true },
  });
  const names = async (options: ListOptions) => {
    const { entries, seen, more } = valueOf(await host.list("/d", options));
    return [entries.map(({ name }) => name), seen, more];
  };
  expect(await names({ maxEntries: 9 })).toEqual([["old", "new", "sub"], 3, false]);
  expect(await names({ maxEntries: 2 })).toEqual([["old", "new"], 2, true]);
  expect(await names({ maxEntries: 9, changedSinceNs: 9n ** 20n })).toEqual([["new", "sub"], 3, false]);
  expect(await errnoOf(host.lstat("/d/ghost"))).toBeNull();
  expect(valueOf(await host.list("/d", { maxEntries: 2 })).last).toBe("new");
  expect(await names({ maxEntries: 2, after: "new" })).toEqual([["sub"], 1, false]);
  expect(await errnoOf(host.list("/d", { maxEntries: 2, after: "ghost" }))).toBe("VANISHED");
});

test("a look at names finds what a listing hides, follows no link and leaves out what is not there", async () => {
  const host = memHost({
    "/d/x": "",
    "/d/ghost": { content: "", hidden: true },
    "/d/l": { link: "x" },
    "/d/odd": { statErrno: "EIO" },
  });
  const entries = valueOf(await host.look("/d", ["l", "none", "odd", "ghost"]));
  expect(entries.map(({ name, type, errno }) => [name, type, errno])).toEqual([
    ["l", "symlink", undefined],
    ["odd", "unknown", "EIO"],
    ["ghost", "file", undefined],
  ]);
});

test("a process is read in one set, its parts in order", async () => {
  const host = memHost({
    "/proc/7/stat": STAT(500),
    "/proc/7/cmdline": "a\0b\0",
    "/proc/7/exe": { link: "/tmp/x (deleted)", content: "ELF", nlink: 0, uid: 3 },
    "/proc/7/fd/0": { link: "/dev/null" },
    "/proc/7/fd/1": { link: "socket:[5]" },
    "/proc/7/environ": { errno: "EACCES" },
  });
  const parts = [
    { file: "cmdline", maxBytes: 9 },
    { link: "exe" },
    { stat: "exe" },
    { links: "fd", maxEntries: 1 },
    { hash: "exe", maxBytes: 9 },
    { file: "environ", maxBytes: 9 },
  ] as const;
  const set = valueOf(await host.readSet("/proc/7", parts));
  expect(set.exec_race).toBe(false);
  expect(set.parts).toMatchObject([
    { value: { bytes: Buffer.from("a\0b\0") } },
    { value: "/tmp/x (deleted)" },
    { value: { type: "file", nlink: 0, uid: 3 } },
    { value: { links: [{ name: "0", link: "/dev/null" }], seen: 2, more: true } },
    { value: { sha256: "706abe3c90152075e656b661079730facf323f3ebccda7547ee1935c90845a09", size: 3n, more: false } },
    { error: { errno: "EACCES", path: "/proc/7/environ" } },
  ]);
});

test("a reused pid is vanished, an exec is read again and then marked", async () => {
  const of = (...stats: string[]) => memHost({ "/proc/7/stat": stats, "/proc/7/comm": ["first", "second"] });
  const read = (host: ReturnType<typeof of>, start?: string) =>
    host.readSet(
      "/proc/7",
      [{ file: "comm", maxBytes: 9 }],
      start === undefined ? {} : { expect: { start_ticks: start } },
    );
  expect(await errnoOf(read(of(STAT(5), STAT(6))))).toBe("VANISHED");
  expect(await errnoOf(read(of(STAT(5)), "4"))).toBe("VANISHED");
  expect(await errnoOf(read(of(STAT(5)), "5"))).toBeNull();
  expect(await errnoOf(memHost({}).readSet("/proc/7", []))).toBe("ENOENT");
  const once = valueOf(await read(of(STAT(5, 1), STAT(5, 2), STAT(5, 2))));
  expect([once.exec_race, once.parts[0]]).toMatchObject([false, { value: { bytes: Buffer.from("second") } }]);
  expect(valueOf(await read(of(STAT(5, 1), STAT(5, 2), STAT(5, 3)))).exec_race).toBe(true);
});

test("a link to a directory is listed, unless the walk must not follow", async () => {
  const host = memHost({ "/d/x": "", "/l": { link: "/d" } });
  expect(valueOf(await host.list("/l", { maxEntries: 9 })).seen).toBe(1);
  expect(await errnoOf(host.list("/l", { maxEntries: 9, noFollow: true }))).toBe("ENOTDIR");
});

test("probe finds hidden processes and leaves threads out", async () => {
  const host = memHost({
    "/proc/1/status": "Tgid:\t1\n",
    "/proc/8": { hidden: true },
    "/proc/8/stat": STAT(1),
    "/proc/9/status": "Tgid:\t8\n",
    "/proc/self/x": "",
  });
  expect(valueOf(await host.probe(1, 100))).toEqual([1, 8]);
  expect(valueOf(await host.probe(2, 7))).toEqual([]);
});

test("answers come in the order of the asks", async () => {
  const host = memHost({ "/a": "1" });
  const order: string[] = [];
  await Promise.all([
    host.resolve("/a").then(() => order.push("resolve")),
    host.lstat("/none").then(() => order.push("lstat")),
    host.readFile("/a", { maxBytes: 1 }).then(() => order.push("read")),
  ]);
  expect(order).toEqual(["resolve", "lstat", "read"]);
});

test("find reports what changed below its starts", async () => {
  const host = memHost(
    { "/d/new": { mtime_ns: 9n ** 20n }, "/d/old": "", "/d/p/new": { mtime_ns: 9n ** 20n } },
    { find: true },
  );
  const spec = {
    starts: ["/d", "/none"],
    maxDepth: 4,
    changedSinceNs: 9n ** 20n,
    prune: ["/d/p"],
    signal: AbortSignal.abort(),
  };
  const events = [];
  for await (const event of host.find?.(spec) ?? []) events.push(event);
  expect(events).toMatchObject([
    { kind: "entries", entries: [{ path: "/d/new" }] },
    { kind: "error", error: { errno: "ENOENT" } },
    { kind: "end", exitCode: 0 },
  ]);
});

test.each(["readFile", "hash"] as const)(
  "a file that is expected is still there for %s, or it is not read",
  async (method) => {
    const host = memHost({ "/a": { content: "a", dev: 1n, ino: 2n }, "/l": { link: "/a" } });
    const read = async (path: string, ino: bigint) => {
      const answer = await host[method](path, { maxBytes: 9, expect: { dev: 1n, ino } });
      return answer.ok ? "read" : answer.error.errno;
    };
    expect([await read("/a", 2n), await read("/a", 3n), await read("/l", 2n)]).toEqual([
      "read",
      "VANISHED",
      "NOT_REGULAR",
    ]);
  },
);
