import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { gunzipSync, gzipSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { type MemEntries, memHost } from "../../testing/index.ts";
import { createOwners } from "./owners.ts";

const digest = (algorithm: string, text: string) => createHash(algorithm).update(text).digest("hex");
const md5 = (text: string) => digest("md5", text);

const DPKG: MemEntries = {
  "/var/lib/dpkg/status": `Package: cron\nConffiles:\n /etc/crontab ${md5("stock")}\n /etc/default/cron ${md5("old")}\n`,
  "/var/lib/dpkg/diversions": "/bin/sh\n/bin/sh.distrib\ndash\n",
  "/var/lib/dpkg/info/cron.list":
    "/.\n/etc\n/etc/crontab\n/etc/default/cron\n/lib/systemd/system/cron.service\n/usr/sbin/cron\n/usr/bin/x\n",
  "/var/lib/dpkg/info/cron.md5sums": `${md5("unit")}  lib/systemd/system/cron.service\n${md5("elf")}  usr/sbin/cron\n`,
  "/var/lib/dpkg/info/dash:amd64.list": "/bin/sh\n",
  "/var/lib/dpkg/info/dash:amd64.md5sums": `${md5("dash")}  bin/sh\n`,
  "/var/lib/dpkg/info/bash.list": "/bin/sh\n",
  "/var/lib/dpkg/info/bash.md5sums": `${md5("bash")}  bin/sh\n`,
  "/var/lib/ucf/hashfile": `${md5("ucf")}  /etc/default/grub\n`,
  "/var/lib/ucf/registry": "grub-common /etc/default/grub\n",
  "/etc/crontab": "stock",
  "/etc/default/cron": "new",
  "/usr/lib/systemd/system/cron.service": "unit",
  "/usr/sbin/cron": "trojan",
  "/usr/bin/x": "no digest",
  "/bin/sh": "dash",
  "/bin/sh.distrib": "bash",
  "/etc/default/grub": "ucf",
  "/opt/local": "local",
};

/** When a file of a host in memory changed last, if it does not say otherwise. */
const MADE = 1_767_225_600;

const look = async (files: MemEntries, paths: readonly string[]) => {
  const table = await createOwners(memHost(files)).owners(paths, paths, 1_000_000);
  return { ...table, owners: Object.fromEntries(table.owners) };
};

describe("dpkg", () => {
  test("owner, configuration and content of files", async () => {
    const { databases, owners, sha256 } = await look(
      DPKG,
      Object.keys(DPKG).filter((path) => !path.startsWith("/var")),
    );
    const owned = { manager: "dpkg", config: false, installed_s: [MADE, MADE] };
    expect(databases).toEqual(["dpkg"]);
    expect(owners).toEqual({
      "/etc/crontab": { ...owned, package: "cron", config: true, digest: "same" },
      "/etc/default/cron": { ...owned, package: "cron", config: true, digest: "changed" },
      "/usr/lib/systemd/system/cron.service": { ...owned, package: "cron", digest: "same" },
      "/usr/sbin/cron": { ...owned, package: "cron", digest: "changed" },
      "/usr/bin/x": { ...owned, package: "cron", digest: "unknown" },
      "/bin/sh": { ...owned, package: "dash", digest: "same" },
      "/bin/sh.distrib": { ...owned, package: "bash", digest: "same" },
      "/etc/default/grub": { ...owned, package: "grub-common", config: true, installed_s: [], digest: "same" },
    });
    expect(sha256.get("/opt/local")).toBe(digest("sha256", "local"));
  });

  test("a file that a package brings where another one's was diverted to is its own", async () => {
    const { owners } = await look(
      {
        ...DPKG,
        "/var/lib/dpkg/info/zsh.list": "/bin/sh.distrib\n",
        "/var/lib/dpkg/info/zsh.md5sums": `${md5("zsh")}  bin/sh.distrib\n`,
        "/bin/sh.distrib": "zsh",
      },
      ["/bin/sh.distrib"],
    );
    expect(owners["/bin/sh.distrib"]).toMatchObject({ package: "zsh", digest: "same" });
  });

  test("a file that was read already is compared by what was read", async () => {
    const host = memHost({ ...DPKG, "/usr/sbin/cron": { errno: "EACCES" } });
    const stat = await host.lstat("/usr/sbin/cron");
    if (!stat.ok) throw new Error("lstat");
    const file = { path: "/usr/sbin/cron", stat: stat.value, content: Buffer.from("elf") };
    const { owners, sha256 } = await createOwners(host).owners([], [file], 1_000_000);
    expect(owners.get(file.path)?.digest).toBe("same");
    expect(sha256.get(file.path)).toBe(digest("sha256", "elf"));
  });

  test("a file that cannot be read has an unknown digest and an error", async () => {
    const { owners, errors } = await look({ ...DPKG, "/usr/sbin/cron": { errno: "EACCES" } }, ["/usr/sbin/cron"]);
    expect(owners["/usr/sbin/cron"]?.digest).toBe("unknown");
    expect(errors.map(({ errno }) => errno)).toEqual(["EACCES"]);
  });
});

test("apk", async () => {
  const sha1 = createHash("sha1").update("box").digest("base64");
  const files = { "/lib/apk/db/installed": `P:busybox\nF:bin\nR:busybox\nZ:Q1${sha1}\n`, "/bin/busybox": "box" };
  const { databases, owners } = await look(files, ["/bin/busybox"]);
  expect(databases).toEqual(["apk"]);
  expect(owners["/bin/busybox"]).toEqual({
    package: "busybox",
    manager: "apk",
    config: false,
    installed_s: [MADE, MADE],
    digest: "same",
  });
});

test("pacman", async () => {
  const mtree = gzipSync(`#mtree\n./usr/bin/x time=1 sha256digest=${digest("sha256", "x")}\n`);
  const files = {
    "/var/lib/pacman/local/my-x-1.0-2/files": "%FILES%\nusr/bin/x\n",
    "/var/lib/pacman/local/my-x-1.0-2/mtree": new Uint8Array(mtree),
    "/usr/bin/x": "y",
  };
  const { owners } = await look(files, ["/usr/bin/x"]);
  expect(owners["/usr/bin/x"]).toEqual({
    package: "my-x",
    manager: "pacman",
    config: false,
    installed_s: [MADE, MADE],
    digest: "changed",
  });
});

test("rpm", async () => {
  const fixture = new URL("../../../../../fixtures/files/rpm/rpmdb.sqlite.gz", import.meta.url);
  const files = {
    "/var/lib/rpm/rpmdb.sqlite": new Uint8Array(gunzipSync(readFileSync(fixture))),
    "/usr/bin/tool": "#!/bin/sh\necho tool\n",
    "/etc/tool.conf": "a=2\n",
    "/usr/share/many/file-400": "400\n",
  };
  const { databases, owners } = await look(files, Object.keys(files).slice(1));
  expect(databases).toEqual(["rpm"]);
  expect(owners).toEqual({
    "/usr/bin/tool": {
      package: "tool",
      manager: "rpm",
      config: false,
      installed_s: [expect.any(Number)],
      digest: "same",
    },
    "/etc/tool.conf": {
      package: "tool",
      manager: "rpm",
      config: true,
      installed_s: [expect.any(Number)],
      digest: "changed",
    },
    "/usr/share/many/file-400": {
      package: "many",
      manager: "rpm",
      config: false,
      installed_s: [expect.any(Number)],
      digest: "same",
    },
  });
});

test("the budget reads the smallest files", async () => {
  const table = await createOwners(memHost({ "/a": "a", "/big": "12345" })).owners([], ["/big", "/a", "/gone"], 5);
  expect([...table.sha256.keys()]).toEqual(["/a"]);
  expect(table.unread).toEqual(["/big"]);
});

test("what was compared before costs nothing", async () => {
  const { owners } = createOwners(memHost({ "/a": "a", "/big": "12345" }));
  await owners([], ["/big"], 5);
  const table = await owners([], ["/big", "/a"], 1);
  expect([...table.sha256.keys()].toSorted()).toEqual(["/a", "/big"]);
});

test("where reading leaves a trace, files of packages are not read", async () => {
  const { owners } = createOwners(memHost(DPKG), { leavesTrace: true });
  const table = await owners([], ["/usr/sbin/cron", "/opt/local"], 1_000_000);
  expect([...table.sha256.keys()]).toEqual(["/opt/local"]);
  expect(table.owners.get("/usr/sbin/cron")?.digest).toBe("unknown");
  expect(table.errors).toEqual([{ op: "hash", path: "/usr/sbin/cron", errno: "SKIPPED", why: "policy" }]);
});

test("no database: nothing is known", async () => {
  const { databases, owners } = await look({ "/bin/x": "x" }, ["/bin/x"]);
  expect([databases, owners]).toEqual([[], {}]);
});

test("the directories of packages, by either name that a merged /usr gives them", async () => {
  const directories = await createOwners(memHost(DPKG)).packageDirectories();
  const asked = [
    "/usr/sbin",
    "/sbin",
    "/etc",
    "/etc/default",
    "/lib/systemd/system",
    "/usr",
    "/",
    "/srv",
    "/usr/sbin/x",
  ];
  expect(asked.filter((directory) => directories.has(directory))).toEqual([...asked.slice(0, 5), "/"]);
});
