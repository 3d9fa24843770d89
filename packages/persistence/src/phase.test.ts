import type { HostReader } from "@livetriage/triage-core";
import { checkPhase, collectEvents, type MemEntries, memHost, testContext } from "@livetriage/triage-core/testing";
import { describe, expect, test } from "vitest";
import manifest from "../package.json" with { type: "json" };
import { MAX_PERSISTENCE_ENTRIES, persistence } from "./index.ts";

const many = (count: number, path: (n: number) => string, content: string) =>
  Object.fromEntries(Array.from({ length: count }, (_unused, n) => [path(n), content]));

const STAT = `77 (x) S 1 77 77 0 -1 0 0 0 0 0 0 0 0 0 20 0 1 0 500 1 1${" 0".repeat(30)}`;

/** A host on which two processes have roots of their own. */
function hostWithContainers(): HostReader {
  const processes = [5, 6].map((pid) => ({
    [`/proc/${pid}/stat`]: STAT,
    [`/proc/${pid}/ns/mnt`]: { link: `mnt:[${pid}]` },
    [`/proc/${pid}/mountinfo`]: `1 0 0:${pid} / / rw - ext4 /dev/x rw\n`,
  }));
  const host = memHost({ "/etc/cron.d/in": "* * * * * root /opt/in\n" });
  const inside = { host, tables: testContext(persistence, { host }).tables, close: () => undefined };
  return { ...memHost(Object.assign({}, ...processes) as MemEntries), within: () => inside };
}

test("keeps its contract", async () => {
  const files = {
    "/etc/os-release": "ID=debian\n",
    "/etc/cron.d/a": "A=1\nB=2\n* * * * * root /opt/a one two\n",
    "/etc/cron.d/b": { errno: "EACCES" },
    "/home/alice/.bashrc": "/opt/one\n/opt/two\n",
    "/home/bob/.bashrc": "/opt/one\n",
    "/etc/systemd/system/x.service": "[Service]\nExecStart=/opt/x a b c\n",
    "/opt/a": "#!/bin/sh\n",
    "/etc/sudoers": "@include sudoers.a\n@include sudoers.b\n",
  };
  const small = { name: "small host", host: () => memHost(files) };
  const crowded = { name: "containers", host: hostWithContainers, facts: { live: true }, params: { containers: true } };
  expect(await checkPhase(persistence, [small, crowded], manifest)).toEqual([]);
});

test("an empty root is a host on which nothing starts anything", async () => {
  const { items, errors } = await collectEvents(persistence, testContext(persistence));
  expect(items).toEqual([]);
  expect(errors).toEqual([]);
});

test("programs of a service with a root of its own are below that, but those with full rights", async () => {
  const service = "[Service]\nRootDirectory=/srv/jail/\nExecStartPre=+/opt/x\nExecStart=/opt/x\n";
  const host = memHost({ "/etc/systemd/system/x.service": service, "/srv/jail/opt/x": "inside", "/opt/x": "outside" });
  const { items } = await collectEvents(persistence, testContext(persistence, { host }));
  expect(items.map(({ key, target }) => [key, target?.path])).toEqual([
    ["ExecStartPre", "/opt/x"],
    ["ExecStart", "/srv/jail/opt/x"],
  ]);
});

describe("what can happen", () => {
  test("a directory that cannot be listed is counted", async () => {
    const host = memHost({ "/etc/cron.d": { errno: "EACCES", type: "directory" } });
    const { errors } = await collectEvents(persistence, testContext(persistence, { host }));
    expect(errors).toContainEqual(
      expect.objectContaining({ kind: "access_denied", scope: "source", source: "/etc/cron.d" }),
    );
  });

  test("a table that never comes back is an item and an error, and the rest is there", async () => {
    const host = memHost({ "/etc/cron.d/hang": { hang: true }, "/etc/cron.d/ok": "* * * * * root /opt/ok\n" });
    const { items, errors } = await collectEvents(persistence, testContext(persistence, { host }));
    expect(items.map(({ path, state }) => [path, state])).toEqual([
      ["/etc/cron.d/hang", "unreadable"],
      ["/etc/cron.d/ok", "enabled"],
    ]);
    expect(errors).toContainEqual(expect.objectContaining({ kind: "blocked", scope: "item", source: "/etc/cron.d/*" }));
  });

  test("a file where a directory belongs, and a directory where a file belongs", async () => {
    const host = memHost({ "/etc/cron.d": "x", "/etc/crontab/inside": "x" });
    const { items, errors } = await collectEvents(persistence, testContext(persistence, { host }));
    expect(items).toEqual([]);
    expect(errors.map(({ kind, source }) => [kind, source])).toEqual([
      ["not_regular", "/etc/cron.d"],
      ["not_regular", "/etc/crontab"],
    ]);
  });

  test("homes on an automounted file system are not entered, and told", async () => {
    const accounts = [{ name: "net", uid: 5000, gid: 5000, home: "/net/home/net", shell: "/bin/sh" }];
    const mount = {
      mount_id: 1,
      parent_id: 0,
      device: "0:1",
      root: "/",
      source: "auto.home",
      options: "rw",
      super_options: "rw",
    };
    const mounts = ["/home", "/net/home"].map((mount_point) => ({ ...mount, mount_point, fs_type: "autofs" }));
    const host = memHost({ "/home/eve/.bashrc": "/opt/e\n", "/net/home/net/.bashrc": "/opt/n\n" });
    const { items, errors } = await collectEvents(
      persistence,
      testContext(persistence, { host, facts: { accounts, mounts } }),
    );
    expect(items).toEqual([]);
    expect(errors.map(({ kind, why, path }) => [kind, why, path])).toEqual([
      ["skipped", "policy", "/net/home/net"],
      ["skipped", "policy", "/home"],
    ]);
  });

  test("a home that climbs out of the root stays below it", async () => {
    const accounts = [{ name: "up", uid: 7, gid: 7, home: "/srv/../../../up", shell: "/bin/sh" }];
    const host = memHost({ "/up/.profile": "/opt/u\n" });
    const { items } = await collectEvents(persistence, testContext(persistence, { host, facts: { accounts } }));
    expect(items.map(({ path, runs_as }) => [path, runs_as])).toEqual([["/up/.profile", "up"]]);
  });
});

describe("users that passwd does not know", () => {
  const at = "#!/bin/sh\n# atrun uid=5005 gid=5005\n/opt/j\n";
  const jobOf = async (files: MemEntries, live = false) => {
    const host = memHost({ "/var/spool/at/a0000101a00000": at, ...files });
    const { items } = await collectEvents(persistence, testContext(persistence, { host, facts: { live } }));
    return items
      .filter(({ mechanism }) => mechanism === "at")
      .map(({ runs_as, context }) => [runs_as, context.includes("inferred_user")]);
  };

  test("keep their number", async () => {
    expect(await jobOf({})).toEqual([["5005", false]]);
  });

  test("have the name of the home that is theirs", async () => {
    expect(await jobOf({ "/home/mallory": { type: "directory", uid: 5005 } })).toEqual([["mallory", true]]);
  });

  test("have the name of their crontab", async () => {
    expect(await jobOf({ "/var/spool/cron/mal": { content: "", uid: 5005 } })).toEqual([["mal", true]]);
  });

  test("have the name of the login on their terminal, on a running host", async () => {
    const record = Buffer.alloc(384);
    record.writeInt16LE(7, 0);
    record.write("pts/3", 8);
    record.write("mallet", 44);
    const files: MemEntries = { "/run/utmp": record, "/dev/pts/3": { type: "char", uid: 5005 } };
    expect(await jobOf(files, true)).toEqual([["mallet", true]]);
    expect(await jobOf(files)).toEqual([["5005", false]]);
  });
});

test("a library of no package that processes run and no file names", async () => {
  const mapping = (path: string) => `7f00-7f01 r-xp 00000000 08:01 7 ${" ".repeat(20)}${path}\n`;
  const processes = [1, 7, 8, 9].map((pid) => ({
    [`/proc/${pid}/stat`]: STAT.replace("77", String(pid)),
    [`/proc/${pid}/ns/mnt`]: { link: `mnt:[${pid === 9 ? 2 : 1}]` },
    [`/proc/${pid}/maps`]:
      mapping("/lib/libc.so.6") + mapping(pid === 8 ? "/opt/own.so" : "/lib/x.so.1") + mapping("/lib/evil.so"),
  }));
  const files: MemEntries = {
    ...(Object.assign({}, ...processes) as MemEntries),
    "/var/lib/dpkg/info/libc6.list": "/lib/libc.so.6\n",
    "/lib/libc.so.6": "x",
    "/lib/evil.so": "x",
    "/lib/x.so.1": "x",
    "/opt/own.so": "x",
  };
  const { items } = await collectEvents(
    persistence,
    testContext(persistence, { host: memHost(files), facts: { live: true } }),
  );
  const rows = items.filter(({ mechanism }) => mechanism === "mapped_library");
  expect(rows.map(({ path, signals, provenance }) => [path, signals, provenance])).toEqual([
    ["/lib/evil.so", ["preloads"], "local"],
  ]);
});

test("what running processes have for HOME is a home", async () => {
  const files: MemEntries = {
    "/proc/77/stat": STAT,
    "/proc/77/environ": "A=1\0HOME=/srv/hidden/\0B=2\0",
    "/srv/hidden/.bashrc": "/opt/b\n",
  };
  const paths = async (live: boolean) => {
    const context = testContext(persistence, { host: memHost(files), facts: { live } });
    return (await collectEvents(persistence, context)).items.map(({ path, runs_as }) => [path, runs_as]);
  };
  expect(await paths(true)).toEqual([["/srv/hidden/.bashrc", "root"]]);
  expect(await paths(false)).toEqual([]);
});

test("secrets become a hash, in commands, words, settings and excerpts", async () => {
  const host = memHost({
    "/etc/cron.d/x": "TOKEN=hunter2\n@daily root /opt/x --password=hunter2 --user=bob\n",
    "/etc/systemd/system/y.service":
      "[Service]\nEnvironment=DB_PASSWORD=hunter2\nExecStart=/opt/y --token hunter2 -v\n",
    "/home/alice/.bashrc": "export AWS_SECRET_ACCESS_KEY=hunter2\n/opt/z\n",
  });
  const { items } = await collectEvents(persistence, testContext(persistence, { host }));
  expect(JSON.stringify(items)).not.toContain("hunter2");
  const [, unit] = [...items].sort((a, b) => (a.path < b.path ? -1 : 1));
  expect(unit?.argv).toEqual(["/opt/y", "--token", expect.stringMatching(/^\[redacted:[0-9a-f]{16}:7\]$/), "-v"]);
  expect(items.every(({ redacted = 0 }) => redacted > 0)).toBe(true);
  expect(items.find(({ path }) => path === "/etc/cron.d/x")?.command).toMatch(
    /^\/opt\/x --password=\[redacted:\w+:7\] --user=bob$/,
  );
});

describe("caps", () => {
  test("one user's 600 autostart files do not push out the entry of another", async () => {
    const host = memHost({
      ...many(600, (n) => `/home/alice/.config/autostart/f${n}.desktop`, "[Desktop Entry]\nExec=/tmp/flood\n"),
      ...many(600, (n) => `/usr/lib/systemd/system/s${n}.service`, "[Service]\nExecStart=/usr/bin/s\n"),
      "/etc/cron.d/plant": "* * * * * root /opt/plant\n",
      "/etc/systemd/system/plant.service": "[Service]\nExecStart=/opt/plant\n",
    });
    const { items, truncations } = await collectEvents(persistence, testContext(persistence, { host }));
    expect(items).toHaveLength(MAX_PERSISTENCE_ENTRIES);
    const planted = items.filter(({ path }) => path.includes("plant")).map(({ path }) => path);
    expect(planted).toEqual(["/etc/cron.d/plant", "/etc/systemd/system/plant.service"]);
    expect(truncations).toContainEqual(
      expect.objectContaining({ cap: "entries", dropped: 1202 - MAX_PERSISTENCE_ENTRIES }),
    );
  });

  test("worst strings stay within the bytes", async () => {
    const line = `* * * * * root ${"\u0001".repeat(4000)}\n`;
    const host = memHost(many(600, (n) => `/etc/cron.d/${n}${"\u0001".repeat(200)}`, line));
    const { items, truncations } = await collectEvents(persistence, testContext(persistence, { host }));
    const bytes = items.reduce((sum, item) => sum + Buffer.byteLength(JSON.stringify(item)) + 1, 0);
    expect(bytes).toBeLessThanOrEqual(629_145);
    expect(items).toHaveLength(MAX_PERSISTENCE_ENTRIES);
    expect(truncations.map(({ cap }) => cap)).toContain("bytes");
  });
});
