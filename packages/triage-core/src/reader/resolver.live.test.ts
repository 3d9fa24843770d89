import { execFileSync } from "node:child_process";
import {
  lstatSync,
  mkdirSync,
  mkdtempSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { HostReader, Result } from "../contract/host-reader.ts";
import { createLiveHost, type LiveHost } from "../host/live-host.ts";
import { decodeLossless } from "../text/lossless.ts";

let top: string;
let outside: string;
let rooted: LiveHost;
let whole: LiveHost;

beforeAll(() => {
  const base = mkdtempSync(join(tmpdir(), "livetriage-resolver-"));
  top = join(base, "root");
  outside = join(base, "outside");
  mkdirSync(join(top, "etc/deep/er"), { recursive: true });
  mkdirSync(outside);
  writeFileSync(join(outside, "secret"), "outside");
  writeFileSync(join(top, "etc/name"), "inside");
  const links = {
    "etc/up": "../../../../../../etc/name",
    "etc/absolute": "/etc/name",
    "etc/escape": `../../outside/secret`,
    "etc/absolute-escape": join(outside, "secret"),
    "etc/loop": "loop",
    "etc/ping": "pong",
    "etc/pong": "ping",
    "etc/dir": "deep/",
    "etc/zero": "/dev/zero",
    "etc/gone": "nowhere",
    "etc/kcore": "/proc/kcore",
  };
  for (const [name, target] of Object.entries(links)) symlinkSync(target, join(top, name));
  execFileSync("mkfifo", [join(top, "etc/fifo")]);
  writeFileSync(join(top, "etc/sparse"), "");
  truncateSync(join(top, "etc/sparse"), 50 * 2 ** 30);
  rooted = createLiveHost({ root: top });
  whole = createLiveHost();
});

afterAll(() => {
  rooted.close();
  whole.close();
  execFileSync("rm", ["-rf", join(top, "..")]); // Node's own cannot name what is nested so deep
});

async function text(host: HostReader, path: string): Promise<string> {
  const file = await host.readFile(path, { maxBytes: 1000 });
  return file.ok ? Buffer.from(file.value.bytes).toString() : file.error.errno;
}

const errno = (result: Result<unknown>): string => (result.ok ? "ok" : result.error.errno);

describe("below a root", () => {
  it("looks at names of a directory as lstat of each does, without those that are not there", async () => {
    const names = ["name", "none", "up", "dir", "fifo"];
    const answer = await rooted.look("/etc", names);
    const looks = names.map(async (name) => ({ name, stat: await rooted.lstat(`/etc/${name}`) }));
    const entries = (await Promise.all(looks)).flatMap(({ name, stat }) =>
      stat.ok ? [{ name, type: stat.value.type, stat: stat.value }] : [],
    );
    expect(answer).toEqual({ ok: true, value: entries });
    expect(entries.map(({ name, type }) => [name, type])).toEqual([
      ["name", "file"],
      ["up", "symlink"],
      ["dir", "symlink"],
      ["fifo", "fifo"],
    ]);
    expect(await rooted.look("/etc/name", ["below"])).toEqual({ ok: true, value: [] });
    expect(await rooted.look("/../../outside", ["secret"])).toEqual({ ok: true, value: [] });
  });

  it("resolves links and dots inside the root, and never above it", async () => {
    const paths = [
      "/etc/name",
      "/etc/up",
      "/etc/absolute",
      "/../../etc/name",
      "//etc/./deep/../name",
      "/etc/dir/../name",
    ];
    expect(await Promise.all(paths.map((path) => text(rooted, path)))).toEqual(paths.map(() => "inside"));
  });

  it("finds nothing outside, whichever way a link points", async () => {
    const paths = [
      "/etc/escape",
      "/etc/absolute-escape",
      `/../outside/secret`,
      join(outside, "secret"),
      "/etc/zero",
      "/etc/kcore",
    ];
    expect(await Promise.all(paths.map((path) => text(rooted, path)))).toEqual(paths.map(() => "ENOENT"));
  });

  it("says where a path ended", async () => {
    const result = await rooted.resolve("/etc/up");
    expect(result.ok && [result.value.path, result.value.stat.ino]).toEqual([
      "/etc/name",
      lstatSync(join(top, "etc/name"), { bigint: true }).ino,
    ]);
    expect(await rooted.resolve("/")).toMatchObject({ ok: true, value: { path: "/", stat: { type: "directory" } } });
  });

  it("gives up on loops", async () => {
    expect([await text(rooted, "/etc/loop"), await text(rooted, "/etc/ping")]).toEqual(["ELOOP", "ELOOP"]);
    expect(await rooted.readLink("/etc/loop")).toEqual({ ok: true, value: "loop" });
  });

  it("takes /proc below the root for a directory like any other", async () => {
    expect(errno(await rooted.list("/proc", { maxEntries: 10 }))).toBe("ENOENT");
    expect(await rooted.readSet("/proc/1", [])).toMatchObject({
      ok: false,
      error: { errno: "SKIPPED", why: "policy" },
    });
    expect(errno(await rooted.probe(1, 10))).toBe("SKIPPED");
  });

  it("tells a root that is not there", async () => {
    const nowhere = createLiveHost({ root: join(top, "nowhere") });
    expect([errno(await nowhere.lstat("/")), errno(await nowhere.list("/etc", { maxEntries: 1 }))]).toEqual([
      "ENOENT",
      "ENOENT",
    ]);
    nowhere.close();
  });
});

describe("files", () => {
  it("opens nothing but regular ones", async () => {
    for (const path of [join(top, "etc/fifo"), "/dev/zero", "/dev/tty", "/etc"]) {
      expect([path, await text(whole, path)]).toEqual([path, "NOT_REGULAR"]);
    }
  });

  it("does not follow a link from a file system into the kernel's files", async () => {
    const kcore = await whole.readFile(join(top, "etc/kcore"), { maxBytes: 10 });
    expect(kcore).toMatchObject({ ok: false, error: { errno: "SKIPPED", why: "policy" } });
  });

  it("reads up to the cap and says that there was more", async () => {
    const path = join(top, "etc/sparse");
    const file = await whole.readFile(path, { maxBytes: 5, tailBytes: 3 });
    expect(file).toEqual({ ok: true, value: { bytes: Buffer.alloc(5), more: true, tail: Buffer.alloc(3) } });
    expect(await whole.hash(path, { maxBytes: 0 })).toMatchObject({ ok: true, value: { size: 0n, more: true } });
    const all = await rooted.readFile("/etc/name", { maxBytes: 6, tailBytes: 3 });
    expect(all).toEqual({ ok: true, value: { bytes: Buffer.from("inside"), more: false } });
    const part = await rooted.readFile("/etc/name", { offset: 2, maxBytes: 2, tailBytes: 10 });
    expect(part).toEqual({ ok: true, value: { bytes: Buffer.from("si"), more: true, tail: Buffer.from("de") } });
  });

  it("reads the file that is expected, and neither another one nor a link in its place", async () => {
    const path = join(top, "etc/expected");
    writeFileSync(path, "first");
    const seen = await whole.lstat(path);
    const identity = seen.ok ? { dev: seen.value.dev, ino: seen.value.ino } : { dev: 0n, ino: 0n };
    const read = async () => {
      const file = await whole.readFile(path, { maxBytes: 9, expect: identity });
      return file.ok ? Buffer.from(file.value.bytes).toString() : file.error.errno;
    };
    expect(await read()).toBe("first");
    renameSync(path, `${path}-moved`);
    writeFileSync(path, "second");
    expect(await read()).toBe("VANISHED");
    rmSync(path);
    symlinkSync(`${path}-moved`, path);
    expect(await read()).toBe("NOT_REGULAR");
  });

  it("leaves the access time as it was", async () => {
    const path = join(top, "etc/name");
    utimesSync(path, 1000, 2000);
    await whole.readFile(path, { maxBytes: 10 });
    await whole.hash(path, { maxBytes: 10 });
    if (process.getuid?.() === 0) expect(statSync(path).atimeMs).toBe(1_000_000);
    expect(whole.stats().atime_touched).toBe(0);
  });

  it("counts the directories that it lists, for their access times move", async () => {
    const { directories_listed: before } = whole.stats();
    const listing = await whole.list(join(top, "etc"), { maxEntries: 2 });
    await whole.list(join(top, "etc"), { maxEntries: 2, after: listing.ok ? (listing.value.last ?? "") : "" });
    await whole.list(join(top, "etc/deep"), { maxEntries: 2 });
    expect(whole.stats().directories_listed - before).toBe(2);
  });

  it("keeps names that are not UTF-8", async () => {
    const name = Buffer.from([0xff, 0x0a, 0x1b, 0x41]);
    writeFileSync(Buffer.concat([Buffer.from(`${top}/etc/deep/`), name]), "odd");
    const listing = await rooted.list("/etc/deep", { maxEntries: 10, stat: true });
    const entry = listing.ok ? listing.value.entries.find(({ type }) => type === "file") : undefined;
    expect(entry?.name).toBe(decodeLossless(name));
    expect(entry?.stat?.size).toBe(3n);
    expect(await text(rooted, `/etc/deep/${entry?.name}`)).toBe("odd");
  });
});

describe("directories", () => {
  it("are listed up to the cap, with what was seen", async () => {
    const all = await rooted.list("/etc", { maxEntries: 100 });
    const seen = all.ok ? all.value.seen : 0;
    expect(all).toMatchObject({ ok: true, value: { more: false, entries: { length: seen } } });
    expect(await rooted.list("/etc", { maxEntries: 3 })).toMatchObject({ ok: true, value: { more: true, seen: 3 } });
    expect(await rooted.list("/etc", { maxEntries: seen })).toMatchObject({ ok: true, value: { more: false } });
  });

  it("leave out in the reader what has not changed", async () => {
    const since = BigInt(Date.now() + 3_600_000) * 1_000_000n;
    const none = await rooted.list("/etc", { maxEntries: 100, changedSinceNs: since });
    expect(none.ok && none.value.entries.map(({ name }) => name)).toEqual(["deep"]);
    expect(none.ok && none.value.seen).toBeGreaterThan(10);
  });

  it("are not reached through a link when that is not wanted", async () => {
    expect(errno(await rooted.list("/etc/dir", { maxEntries: 10 }))).toBe("ok");
    expect(errno(await rooted.list("/etc/dir", { maxEntries: 10, noFollow: true }))).toBe("ENOTDIR");
    expect(errno(await rooted.list("/etc/name", { maxEntries: 10 }))).toBe("ENOTDIR");
  });

  it("of many entries come in full", async () => {
    const many = join(top, "many");
    mkdirSync(many);
    for (let i = 0; i < 5000; i++) symlinkSync("x", join(many, `link-${i}`));
    const listing = await rooted.list("/many", { maxEntries: 10_000, stat: true });
    expect(listing.ok && new Set(listing.value.entries.map(({ name }) => name)).size).toBe(5000);
  });

  it("may be nested 4,096 deep", async () => {
    const script = `for (let i = 0; i < 4096; i++) { fs.mkdirSync("d"); process.chdir("d"); } fs.writeFileSync("bottom", "end")`;
    mkdirSync(join(top, "nested"));
    execFileSync(process.execPath, ["-e", script], { cwd: join(top, "nested") });
    let path = "/nested";
    for (let depth = 0; depth < 4096; depth++) path += "/d";
    expect(await text(rooted, `${path}/bottom`)).toBe("end");
    let walked = "/nested";
    for (let depth = 0; depth < 4096; depth++) {
      const listing = await rooted.list(walked, { maxEntries: 10, stat: true, noFollow: true });
      if (!listing.ok) throw new Error(`${depth}: ${listing.error.errno}`);
      walked += `/${listing.value.entries[0]?.name}`;
    }
    expect(walked).toBe(path);
  });
});
