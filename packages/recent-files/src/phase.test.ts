import { encodedSize } from "@livetriage/triage-core";
import {
  checkPhase,
  collectEvents,
  type MemEntries,
  memHost,
  TEST_NOW_NS,
  type TestContextOptions,
  testContext,
} from "@livetriage/triage-core/testing";
import { describe, expect, it } from "vitest";
import manifest from "../package.json" with { type: "json" };
import { MAX_RECENT_FILE_ENTRIES, type RecentFilesCaps } from "./caps.ts";
import { recentFiles } from "./phase.ts";

const HOUR = 3_600_000_000_000n;
const DAY = 24n * HOUR;
const fresh = { mtime_ns: TEST_NOW_NS - HOUR, ctime_ns: TEST_NOW_NS - HOUR };
const program = { ...fresh, mode: 0o755 };

const collect = (entries: MemEntries, options: TestContextOptions<RecentFilesCaps> = {}, find = false) =>
  collectEvents(
    recentFiles,
    testContext(recentFiles, { host: memHost({ "/proc": { type: "directory" }, ...entries }, { find }), ...options }),
  );
const only = async (entries: MemEntries, options: TestContextOptions<RecentFilesCaps> = {}) => {
  const { items } = await collect(entries, options);
  expect(items).toHaveLength(1);
  return items[0];
};

describe("recentFiles", () => {
  it("is called by its constant", () => {
    expect(recentFiles.caps.entries.default).toBe(MAX_RECENT_FILE_ENTRIES);
  });

  it("says of a window that ends before it begins that it is none", async () => {
    const { items, errors } = await collect({ "/usr/bin/x": program }, { params: { until: "2020-01-01T00:00:00Z" } });
    expect(items).toEqual([]);
    expect(errors).toMatchObject([{ kind: "unsupported", scope: "phase", source: "params" }]);
  });

  it("tells all of a changed file", async () => {
    const file = await only({
      "/usr/bin/sudo": {
        mode: 0o4755,
        uid: 0,
        gid: 0,
        size: 281_624n,
        blocks: 552n,
        nlink: 1,
        dev: 0x801n,
        ino: 42n,
        atime_ns: 1n,
        mtime_ns: TEST_NOW_NS - 40n * DAY,
        ctime_ns: TEST_NOW_NS - 1n,
        birthtime_ns: TEST_NOW_NS - 2n,
        content: "\x7fELF\x02\x01\x01\0\0\0\0\0\0\0\0\0\x03\0",
      },
    });
    expect(file).toEqual({
      path: "/usr/bin/sudo",
      type: "file",
      class: "setuid",
      place: "binaries",
      size: "281624",
      blocks: "552",
      mode: "4755",
      setuid: true,
      setgid: false,
      sticky: false,
      executable: true,
      hidden: false,
      uid: 0,
      user: "root",
      gid: 0,
      group: "root",
      modified_at: "2026-10-14T12:00:00Z",
      changed_at: "2026-11-23T11:59:59.999999999Z",
      accessed_at: "1970-01-01T00:00:00.000000001Z",
      born_at: "2026-11-23T11:59:59.999999998Z",
      recent_by: "ctime",
      dev: "8:1",
      ino: "42",
      nlink: 1,
      link_target: null,
      packaged: null,
      package: null,
      package_digest: null,
      kind: "elf_shared",
      interpreter: null,
      sha256: "8356ed2550b23e2f2f23f216dbe78c340651a6c34c757195a84bbb8860cfbfac",
      deleted: false,
      signals: [],
      context: ["whole_second_mtime", "mtime_before_birth", "ctime_after_mtime"],
      detail: "full",
    });
  });

  it.each([
    ["mtime", { mtime_ns: TEST_NOW_NS - DAY, ctime_ns: TEST_NOW_NS - 31n * DAY }, "mtime"],
    ["ctime", { mtime_ns: 0n, ctime_ns: TEST_NOW_NS - DAY }, "ctime"],
    ["both", { mtime_ns: TEST_NOW_NS, ctime_ns: TEST_NOW_NS }, "both"],
  ])("finds a file by its %s", async (_name, times, by) => {
    expect(await only({ "/etc/passwd": times })).toMatchObject({ recent_by: by, class: "configuration" });
  });

  it("leaves out what did not change in the window", async () => {
    const { items } = await collect({ "/etc/passwd": { mtime_ns: 0n, ctime_ns: TEST_NOW_NS - 31n * DAY } });
    expect(items).toEqual([]);
  });

  it.each([
    ["a FIFO", { ...fresh, type: "fifo" }, { type: "fifo", class: "other" }],
    ["a socket", { ...fresh, type: "socket" }, { type: "socket", class: "other" }],
    ["a device outside of /dev", { ...fresh, type: "char" }, { type: "char", class: "misplaced" }],
    [
      "a link",
      { ...fresh, link: "/bin/sh\u001b" },
      { type: "symlink", link_target: "/bin/sh\u001b", executable: false },
    ],
    ["a loop of links", { ...fresh, link: "/srv/x" }, { type: "symlink", link_target: "/srv/x" }],
    [
      "a sparse file",
      { ...fresh, size: 53_687_091_200n, blocks: 0n },
      { size: "53687091200", blocks: "0", context: ["sparse"] },
    ],
    ["a hard link", { ...fresh, nlink: 2 }, { nlink: 2, context: ["hard_linked"] }],
    [
      "the far future",
      { ...fresh, mtime_ns: 9_223_372_036_854_775_807n },
      { modified_at: "2262-04-11T23:47:16.854775807Z", signals: ["future_time"] },
    ],
    [
      "before 1970",
      { ...fresh, mtime_ns: -1n },
      { modified_at: "1969-12-31T23:59:59.999999999Z", signals: ["pre_1970"] },
    ],
    ["a year of five digits", { ...fresh, mtime_ns: 2n ** 62n * 1_000n }, { signals: ["future_time"] }],
    ["a script", { ...fresh, mode: 0o644 }, { class: "other" }],
    ["no birth time", fresh, { born_at: null }],
    ["an unknown owner", { ...fresh, uid: 4242, gid: 4243 }, { uid: 4242, user: null, gid: 4243, group: null }],
  ] as const)("takes %s as it is", async (_name, node, expected) => {
    expect(await only({ "/srv/x": node })).toMatchObject(expected);
  });

  it.each([
    ["a newline", "a\nb", { signals: ["control_in_name"] }],
    ["an escape", "a\u001b[31mb", { signals: ["control_in_name"] }],
    ["a change of direction", "a\u202egpj.sh", { signals: ["bidi_in_name"], class: "script" }],
    ["two extensions", "a.pdf.sh", { signals: ["double_extension"] }],
    ["bytes that are not UTF-8", "a\udcff\\b", { path: "/srv/a\\xff\\\\b", path_base64: "L3Nydi9h/1xi" }],
    ["the look of an option", "-rf", { path: "/srv/-rf" }],
  ])("takes a name with %s", async (_name, name, expected) => {
    expect(
      await only({ [`/srv/${name}`]: { ...fresh, mtime_ns: fresh.mtime_ns + 1n, ctime_ns: fresh.ctime_ns } }),
    ).toMatchObject(expected);
  });

  it.each([
    ["/tmp/x", program, "executable", ["misplaced_executable"]],
    ["/dev/shm/x", program, "executable", ["misplaced_executable"]],
    ["/dev/x", fresh, "misplaced", ["file_in_dev"]],
    ["/usr/lib/.x", program, "executable", ["hidden_executable"]],
    ["/usr/lib/x.so.1", fresh, "library", []],
    ["/usr/lib/modules/6.1/x.ko.xz", fresh, "kernel_module", []],
    ["/root/.bashrc", fresh, "configuration", []],
    ["/home/alice/.ssh/authorized_keys", fresh, "configuration", []],
    ["/home/alice/.note", fresh, "other", []],
    ["/var/www/x.php", fresh, "script", []],
    ["/var/log/.x", fresh, "hidden", []],
    ["/var/spool/cron/crontabs/root", fresh, "configuration", []],
  ] as const)("classes %s", async (path, node, fileClass, signals) => {
    expect(await only({ [path]: node })).toMatchObject({ class: fileClass, signals });
  });

  it.each([
    [
      "/srv/a",
      { ...program, content: "#!/usr/bin/env python3\n" },
      { kind: "script", interpreter: "/usr/bin/env python3" },
    ],
    ["/srv/a", { ...fresh, content: "#!/b\udcff\n" }, { interpreter: "/b\\xff", interpreter_base64: "L2L/" }],
    [
      "/srv/a.jpg",
      { ...fresh, content: "\x7fELF\x02\x01\x01\0\0\0\0\0\0\0\0\0\x02\0" },
      { signals: ["disguised_program"] },
    ],
    [
      "/tmp/a",
      { ...fresh, content: "\x7fELF\x02\x01\x01\0\0\0\0\0\0\0\0\0\x02\0" },
      { signals: ["misplaced_executable"] },
    ],
    ["/srv/a", { ...fresh, content: "-----BEGIN RSA PRIVATE KEY-----\n" }, { context: ["private_key"] }],
    ["/srv/a", { ...fresh, content: "x", errno: "EACCES" }, { kind: null, sha256: null }],
    ["/srv/a", { ...fresh, size: 1n << 40n, blocks: 1n << 31n }, { kind: "empty", sha256: null }],
    ["/srv/a", { ...fresh, type: "fifo", content: "x" }, { kind: null, sha256: null }],
  ] as const)("reads what %s begins with", async (path, node, expected) => {
    expect(await only({ [path]: node })).toMatchObject(expected);
  });

  it("tells the birth of a file that find saw", async () => {
    const { items } = await collect({ "/srv/a": { ...fresh, birthtime_ns: 5n } }, {}, true);
    expect(items).toMatchObject([{ born_at: "1970-01-01T00:00:00.000000005Z" }]);
  });
});

describe("recentFiles, when not all can be had,", () => {
  it("counts a directory that cannot be read, and goes on", async () => {
    const { items, errors } = await collect({ "/etc/secret": { type: "directory", errno: "EACCES" }, "/etc/b": fresh });
    expect(items.map(({ path }) => path)).toEqual(["/etc/b"]);
    expect(errors).toEqual([
      { kind: "access_denied", scope: "source", source: "/etc/secret/**", path: "/etc/secret", errno: "EACCES" },
    ]);
  });

  it("counts a file whose lstat fails", async () => {
    const { errors } = await collect({ "/etc/gone": { statErrno: "ENOENT" }, "/etc/hangs": { hang: true } });
    expect(errors.map(({ kind, path }) => [kind, path])).toEqual([
      ["vanished", "/etc/gone"],
      ["blocked", "/etc/hangs"],
    ]);
  });

  it("walks what --path adds, through links, and says when it is not there", async () => {
    const entries = { "/data/x": fresh, "/alias": { link: "/data" } };
    expect((await collect(entries)).items).toEqual([]);
    expect((await collect(entries, { params: { paths: ["/alias/", "/none"] } })).items.map(({ path }) => path)).toEqual(
      ["/data/x"],
    );
    expect((await collect(entries, { params: { paths: ["/none"] } })).errors).toMatchObject([
      { kind: "vanished", path: "/none" },
    ]);
    expect((await collect(entries, { params: { everything: true } })).items.map(({ path }) => path)).toEqual([
      "/data/x",
    ]);
  });

  it("does not walk caches below homes, nor file systems that can hang, and tells both", async () => {
    const mount = {
      mount_id: 2,
      parent_id: 1,
      device: "0:50",
      root: "/",
      source: "x",
      options: "rw",
      super_options: "rw",
    };
    const mounts = [{ ...mount, mount_point: "/home/alice/net", fs_type: "fuse.sshfs" }];
    const entries = { "/home/alice/.cache/x": fresh, "/home/alice/net/x": fresh, "/home/alice/x": fresh };
    const { items, errors, facts } = await collect(entries, { facts: { mounts, viewer: "1" } });
    expect(items.map(({ path }) => path)).toEqual(["/home/alice/x"]);
    expect(errors).toMatchObject([
      { kind: "skipped", why: "policy", path: "/home/alice/net", source: "/proc/1/mountinfo" },
    ]);
    expect(facts.filter(({ id }) => id === "caches_not_entered")).toHaveLength(1);
  });

  it("walks what containers wrote when asked to, and never their whole file systems", async () => {
    const overlay = {
      mount_id: 2,
      parent_id: 1,
      device: "0:50",
      root: "/",
      source: "overlay",
      options: "rw",
      fs_type: "overlay",
      mount_point: "/run/containerd/io.containerd.runtime.v2.task/k8s.io/1/rootfs",
      super_options: "rw,lowerdir=/l,upperdir=/var/lib/containerd/1/fs,workdir=/w",
    };
    const entries = { "/var/lib/containerd/1/fs/tmp/x": program, [`${overlay.mount_point}/tmp/x`]: program };
    const facts = { mounts: [overlay] };
    expect((await collect(entries, { facts })).items).toEqual([]);
    const { items, facts: told } = await collect(entries, { facts, params: { containers: true } });
    expect(items).toMatchObject([{ path: "/var/lib/containerd/1/fs/tmp/x", place: "container" }]);
    expect(told.map(({ id }) => id)).toContain("containers_not_entered");
  });

  it("gives up at the depth cap and says where", async () => {
    const deep = `/srv/${"d/".repeat(40)}f`;
    const { items, truncations } = await collect({ [deep]: fresh }, { caps: { levels: 39 } });
    expect(items).toEqual([]);
    expect(truncations).toMatchObject([
      { cap: "levels", limit: 39, dropped: 1, dropped_is: "at-least", groups: [{ key: "/srv", dropped: 1 }] },
    ]);
  });

  it("stays within its bytes with names that grow when they are written", async () => {
    const name = (i: number) => `${String(i).padStart(4, "0")}${"\u0001".repeat(240)}`;
    const olderBy = (s: number) => ({ ...program, ctime_ns: program.ctime_ns - BigInt(s) * 1_000_000_000n });
    const entries = Object.fromEntries(Array.from({ length: 1500 }, (_, i) => [`/srv/${name(i)}`, olderBy(i)]));
    const { items, truncations } = await collect(entries);
    expect(items).toHaveLength(1024);
    expect(items.reduce((sum, item) => sum + encodedSize(item) + 1, 0)).toBeLessThan(524_288);
    expect(truncations.map(({ cap }) => cap)).toContain("bytes");
    for (const item of items.filter(({ detail }) => detail === "index"))
      expect(encodedSize(item)).toBeLessThanOrEqual(384);
  });

  it("keeps the contract", async () => {
    const entries: MemEntries = {
      "/srv/a": { ...program, content: "#!/bin/sh\n" },
      "/srv/d/e/b": { ...fresh, mode: 0o4755 },
      "/srv/d/c": fresh,
      "/tmp/l": { ...fresh, link: "/etc" },
      "/proc/7/stat": `7 (evil) S 1 ${"0 ".repeat(17)}700 ${"0 ".repeat(30)}\n`,
      "/proc/7/status": "Tgid:\t7\nUid:\t0\t0\t0\t0\n",
      "/proc/7/fd/3": { link: "/tmp/gone (deleted)" },
      "/proc/7/fd/4": { link: "/memfd:x (deleted)" },
      "/proc/7/fdinfo/3": "mnt_id:\t1\nino:\t5\n",
      "/etc/x": { errno: "EACCES", type: "directory" },
    };
    const cases = [
      { name: "walk", host: () => memHost(entries) },
      { name: "find", host: () => memHost(entries, { find: true }) },
      { name: "both", host: () => memHost(entries, { find: true }), params: { engine: "both" } },
      { name: "empty", host: () => memHost({}) },
    ];
    expect(await checkPhase(recentFiles, cases, manifest)).toEqual([]);
  });
});
