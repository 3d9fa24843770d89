import { createHash } from "node:crypto";
import { collectEvents, type MemEntries, memHost, testContext } from "@livetriage/triage-core/testing";
import { describe, expect, test } from "vitest";
import { persistence } from "../index.ts";

const md5 = (text: string) => createHash("md5").update(text).digest("hex");
const UNIT = "[Service]\nExecStart=/usr/sbin/d\n[Install]\nWantedBy=multi-user.target\nAlias=other.service\n";
const BASHRC = "alias ll='ls -l'\n";
const COMMON_AUTH = "auth\t[success=1 default=ignore]\tpam_unix.so nullok\nauth\trequisite\tpam_deny.so\n";

/** A small Debian host on which nothing is anybody's own. */
const STOCK: MemEntries = {
  "/etc/os-release": "ID=debian\n",
  "/var/lib/dpkg/info/d.list": "/lib/systemd/system/d.service\n/usr/sbin/d\n/etc/init.d/d\n/etc/cron.d/d\n",
  "/var/lib/dpkg/info/d.md5sums": `${md5(UNIT)}  lib/systemd/system/d.service\n${md5("elf")}  usr/sbin/d\n`,
  "/var/lib/dpkg/info/bash.list": "/etc/skel/.bashrc\n/usr/share/pam-configs/unix\n",
  "/var/lib/dpkg/info/bash.md5sums": `${md5("Auth:\n\t[success=end default=ignore]\tpam_unix.so nullok\n")}  usr/share/pam-configs/unix\n`,
  "/var/lib/dpkg/status": `Conffiles:\n /etc/skel/.bashrc ${md5(BASHRC)}\n /etc/init.d/d ${md5("#!/bin/sh\n")}\n /etc/cron.d/d ${md5("@daily root /usr/sbin/d\n")}\n`,
  "/usr/lib/systemd/system/d.service": UNIT,
  "/usr/sbin/d": { content: "elf", mode: 0o100755 },
  "/etc/init.d/d": { content: "#!/bin/sh\n", mode: 0o100755 },
  "/etc/cron.d/d": "@daily root /usr/sbin/d\n",
  "/etc/systemd/system/multi-user.target.wants/d.service": { link: "/lib/systemd/system/d.service" },
  "/etc/systemd/system/other.service": { link: "/lib/systemd/system/d.service" },
  "/lib": { link: "usr/lib" },
  "/etc/rc2.d/S01d": { link: "../init.d/d" },
  "/etc/skel/.bashrc": BASHRC,
  "/home/alice/.bashrc": BASHRC,
  "/usr/share/pam-configs/unix": "Auth:\n\t[success=end default=ignore]\tpam_unix.so nullok\n",
  "/etc/pam.d/common-auth": COMMON_AUTH,
};

const collect = async (files: MemEntries, facts = {}) =>
  (await collectEvents(persistence, testContext(persistence, { host: memHost(files), facts }))).items;

const foreign = async (plant: MemEntries) => {
  const items = await collect({ ...STOCK, ...plant });
  const isForeign = (provenance: string | null | undefined) => /^(modified|local|unknown)$/.test(provenance ?? "");
  return items
    .filter((item) => isForeign(item.provenance) || isForeign(item.target?.provenance) || item.rule_checked === false)
    .map(({ path, provenance, rule, target }) => [path, provenance, rule ?? null, target?.provenance ?? null]);
};

describe("a stock host", () => {
  test("has nothing that is its own", async () => {
    expect(await foreign({})).toEqual([]);
  });

  test("says where each file comes from", async () => {
    const origins = (await collect(STOCK)).map((item) => [
      item.path,
      item.provenance,
      item.package ?? null,
      item.rule ?? null,
    ]);
    expect(origins).toContainEqual(["/usr/lib/systemd/system/d.service", "packaged", "d", null]);
    expect(origins).toContainEqual(["/etc/cron.d/d", "config", "d", null]);
    expect(origins).toContainEqual([
      "/etc/systemd/system/multi-user.target.wants/d.service",
      "generated",
      null,
      "systemd_enablement",
    ]);
    expect(origins).toContainEqual(["/etc/systemd/system/other.service", "generated", null, "systemd_alias"]);
    expect(origins).toContainEqual(["/etc/rc2.d/S01d", "generated", null, "update_rc_d"]);
    expect(origins).toContainEqual(["/home/alice/.bashrc", "generated", null, "copy"]);
  });

  test("hashes what it compared", async () => {
    const unit = (await collect(STOCK)).find(({ path }) => path === "/usr/lib/systemd/system/d.service");
    expect(unit?.sha256).toBe(createHash("sha256").update(UNIT).digest("hex"));
    expect(unit?.target).toMatchObject({
      package: "d",
      provenance: "packaged",
      sha256: createHash("sha256").update("elf").digest("hex"),
    });
  });
});

describe("shows", () => {
  test("a replaced packaged program, with every entry that starts it", async () => {
    const shown = await foreign({ "/usr/sbin/d": { content: "trojan", mode: 0o100755 } });
    expect(shown).toContainEqual(["/usr/lib/systemd/system/d.service", "packaged", null, "modified"]);
    expect(shown).toContainEqual(["/etc/cron.d/d", "config", null, "modified"]);
  });

  test("a changed packaged unit", async () => {
    expect(await foreign({ "/usr/lib/systemd/system/d.service": `${UNIT}#` })).toContainEqual([
      "/usr/lib/systemd/system/d.service",
      "modified",
      null,
      "packaged",
    ]);
  });

  test("a foreign drop-in on a packaged unit", async () => {
    const drop = "/etc/systemd/system/d.service.d/x.conf";
    expect(await foreign({ [drop]: "[Service]\nExecStartPost=/usr/sbin/d\n" })).toEqual([
      [drop, "local", null, "packaged"],
    ]);
  });

  test("pam_exec in common-auth", async () => {
    const line = "auth optional pam_exec.so /opt/x\n";
    expect(await foreign({ "/etc/pam.d/common-auth": COMMON_AUTH + line })).toEqual([
      ["/etc/pam.d/common-auth", "generated", "pam_auth_update", null],
    ]);
  });

  test("a line more in a copied .bashrc, and a job of the administrator", async () => {
    expect(
      await foreign({ "/home/alice/.bashrc": `${BASHRC}/opt/x\n`, "/etc/cron.d/own": "@daily root /opt/y\n" }),
    ).toEqual([
      ["/etc/cron.d/own", "local", null, null],
      ["/home/alice/.bashrc", "local", null, null],
    ]);
  });

  test("a packaged unit enabled where its [Install] does not say so", async () => {
    const wants = "/etc/systemd/system/sysinit.target.wants/d.service";
    expect(await foreign({ [wants]: { link: "/lib/systemd/system/d.service" } })).toEqual([
      [wants, "generated", "systemd_enablement", "packaged"],
    ]);
  });

  test("a start link whose name is not that of its script, and a link to a file of one's own", async () => {
    const plant = {
      "/etc/rc2.d/S02x": { link: "../init.d/d" },
      "/etc/rc3.d/S01y": { link: "/opt/y" },
      "/opt/y": { content: "#!/bin/sh\n", mode: 0o100755 },
    };
    expect(await foreign(plant)).toEqual([
      ["/etc/rc2.d/S02x", "generated", "update_rc_d", "config"],
      ["/etc/rc3.d/S01y", "local", null, "local"],
    ]);
  });
});

describe("a program of which one byte was changed and the times were put back", () => {
  const replaced = (name: string, bytes: number): MemEntries => ({
    ...STOCK,
    ...(name === "/usr/sbin/d"
      ? {}
      : {
          "/var/lib/dpkg/info/tool.list": `${name}\n`,
          "/var/lib/dpkg/info/tool.md5sums": `${md5("x".repeat(bytes))}  ${name.slice(1)}\n`,
        }),
    [name]: { content: "y".repeat(bytes), mode: 0o100755, ctime_ns: 1_795_000_000_000_000_000n },
  });
  const targetsOf = async (files: MemEntries, live: boolean) => {
    const context = { host: memHost(files), facts: { live }, caps: { hash_bytes: 300 } };
    const { items } = await collectEvents(persistence, testContext(persistence, context));
    const found = items.map(({ target }) => [target?.path, target?.provenance]);
    return found.filter(([, provenance]) => provenance === "modified");
  };

  test("is modified, however large it is, where something starts it", async () => {
    expect((await targetsOf(replaced("/usr/sbin/d", 1000), true))[0]).toEqual(["/usr/sbin/d", "modified"]);
    expect((await targetsOf(replaced("/usr/sbin/d", 1000), false))[0]).toEqual(["/usr/sbin/d", "modified"]);
  });

  test("is an item of its own where nothing does", async () => {
    expect(await targetsOf(replaced("/usr/bin/tool", 20), true)).toEqual([["/usr/bin/tool", "modified"]]);
    expect(await targetsOf(replaced("/usr/bin/tool", 20), false)).toEqual([["/usr/bin/tool", "modified"]]);
  });
});

test("changed configuration of a package is told apart", async () => {
  const items = await collect({ ...STOCK, "/etc/cron.d/d": "@hourly root /usr/sbin/d\n" });
  expect(items.find(({ path }) => path === "/etc/cron.d/d")?.provenance).toBe("config_modified");
});

test("what a changed script of a package's configuration starts is told", async () => {
  const script = { content: "#!/bin/sh\n/opt/evil &\n", mode: 0o100755 };
  const [was] = (await collect(STOCK)).filter(({ path }) => path === "/etc/init.d/d");
  const [is] = (await collect({ ...STOCK, "/etc/init.d/d": script })).filter(({ path }) => path === "/etc/init.d/d");
  expect([was?.commands, is?.commands]).toEqual([undefined, ["/opt/evil &"]]);
});

test("a package database of a kind that is not read is told", async () => {
  const databases = { "/var/lib/rpm/Packages": "bdb", "/usr/lib/sysimage/rpm/Packages.db": "ndb" };
  const host = memHost({ ...databases, "/etc/cron.d/x": "@daily root /opt/x\n" });
  const { errors, facts, items } = await collectEvents(persistence, testContext(persistence, { host }));
  expect(errors.map(({ kind, source }) => [kind, source])).toEqual([
    ["unsupported", "/var/lib/rpm/Packages"],
    ["unsupported", "/usr/lib/sysimage/rpm/Packages.db"],
  ]);
  expect(facts).toContainEqual({ id: "package_databases", source: "package databases", value: "none" });
  expect(items.map(({ provenance }) => provenance)).toEqual(["unknown"]);
});

test("changes in the write-ahead log of an rpm database are told as unread", async () => {
  const host = memHost({ "/var/lib/rpm/rpmdb.sqlite-wal": "x", "/usr/lib/sysimage/rpm/rpmdb.sqlite-wal": "" });
  const { errors } = await collectEvents(persistence, testContext(persistence, { host }));
  expect(errors.map(({ kind, source }) => [kind, source])).toEqual([["unsupported", "/var/lib/rpm/rpmdb.sqlite-wal"]]);
});

test("without a package database all is unknown, on a read-only image it is the image's", async () => {
  const unit = { "/usr/lib/systemd/system/x.service": UNIT };
  const usr = {
    mount_id: 1,
    parent_id: 0,
    device: "8:1",
    root: "/",
    mount_point: "/usr",
    fs_type: "ext4",
    source: "x",
    options: "ro,relatime",
    super_options: "ro",
  };
  expect((await collect(unit)).map(({ provenance }) => provenance)).toEqual(["unknown"]);
  expect((await collect(unit, { mounts: [usr] })).map(({ provenance }) => provenance)).toEqual(["image"]);
});
