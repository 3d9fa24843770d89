import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { TriagePackage } from "@livetriage/triage-core";
import { describe, expect, test } from "vitest";
import {
  AS_NOBODY,
  COMMAND,
  commandForAll,
  isolated,
  needsIsolation,
  needsRoot,
  QUICK,
  scratch,
  shell,
  small,
} from "./livetriage.ts";

describe("--root", () => {
  test("an empty directory: what needs /proc fails, the rest finds nothing, nothing hangs", async () => {
    const { code, stdout } = await shell(`livetriage collect --root ${scratch()} --strict`);
    const { root, phases } = JSON.parse(stdout) as TriagePackage;
    expect(root).toMatch(/livetriage-cli-/);
    expect(phases["proc-tree"]).toMatchObject({ status: "failed", items: [] });
    for (const name of ["persistence", "recent-files"])
      expect(phases[name]).toMatchObject({ status: "complete", items: [] });
    expect(code).toBe(3);
  });

  test("an image: its entries and files, by their paths inside it", async () => {
    const root = scratch();
    mkdirSync(join(root, "etc/cron.d"), { recursive: true });
    mkdirSync(join(root, "usr/local/bin"), { recursive: true });
    writeFileSync(join(root, "etc/cron.d/updater"), "* * * * * root /usr/local/bin/updater\n");
    writeFileSync(join(root, "usr/local/bin/updater"), "#!/bin/sh\n", { mode: 0o755 });
    const { stdout, stderr } = await shell(`livetriage collect --root ${root} --format summary`);
    expect(stderr).toBe("");
    expect(stdout).toMatch(
      /PERSISTENCE, NEWEST FIRST: [^]*cron_d +\/etc\/cron\.d\/updater +\/usr\/local\/bin\/updater\n/,
    );
    expect(stdout).toMatch(/NEWEST EXECUTABLES AND SCRIPTS: [^]* \/usr\/local\/bin\/updater\n/);
    expect(stdout).not.toContain(`${root}/`);
  });
});

test("without rights: a package, and what could not be seen is counted", async (context) => {
  needsRoot(context);
  const { code, stdout } = await shell(`cd /; ${AS_NOBODY} ${commandForAll()} collect ${QUICK}`);
  const document = JSON.parse(stdout) as TriagePackage;
  expect(code).toBe(0);
  expect(document.effective_uid).toBe(65534);
  expect(document.phases["proc-tree"]).toMatchObject({ status: "partial" });
  const denied = document.phases["proc-tree"]?.errors.filter(({ kind }) => kind === "access_denied") ?? [];
  expect(denied.reduce((sum, { count }) => sum + count, 0)).toBeGreaterThan(0);
});

test("a budget of one millisecond gives a package that says so", async () => {
  const { code, stdout } = await shell("livetriage collect --budget 1ms");
  expect(JSON.parse(stdout)).toMatchObject({ ended: "deadline" });
  expect([0, 2]).toContain(code);
});

test("a cap of one on everything", async () => {
  const kept = ["proc-tree.entries", "net-conns.entries", "net-conns.unix", "net-conns.netlink"];
  const caps = [...kept, "persistence.entries", "recent-files.entries"].map((cap) => `--cap ${cap}=1`).join(" ");
  const { code, stdout } = await small(`livetriage collect --budget 10s ${caps}`);
  const { phases } = JSON.parse(stdout) as TriagePackage;
  for (const [name, { items }] of Object.entries(phases)) {
    expect(items.length).toBeLessThanOrEqual(name === "net-conns" ? 3 : 1);
  }
  expect(phases["proc-tree"]?.truncations).toEqual(
    expect.arrayContaining([expect.objectContaining({ cap: "entries", limit: 1 })]),
  );
  expect(code).toBe(0);
});

test("FIFOs over openssl.cnf, over the localtime target and over UTC do not hang it", async (context) => {
  needsIsolation(context);
  const { code, stdout } = await isolated(
    `mkfifo /tmp/fifo
     zones=$(ls /usr/share/zoneinfo/{UTC,Universal,Etc/UTC})
     for file in $(readlink -f /etc/ssl/openssl.cnf /usr/lib/ssl/openssl.cnf /etc/localtime $zones | sort -u)
     do mount --bind /tmp/fifo "$file"; done
     timeout -k 1 20 ${COMMAND} collect ${QUICK} --phase persistence --budget 10s`,
  );
  expect(code).toBe(0);
  expect(JSON.parse(stdout)).toMatchObject({ ended: "finished" });
});
