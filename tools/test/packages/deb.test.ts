import { mkdirSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { deb, missingFor, sensorExecutable, standIn } from "./sensor-packages.ts";
import { ThrowawayHost } from "./throwaway-host.ts";

const missing = missingFor("dpkg-deb", "systemd-sysusers", "deb-systemd-helper");
/** Generous: others may use the machine. */
const MINUTES = 180_000;

describe.skipIf(missing !== "")(`the Debian package${missing === "" ? "" : ` (needs ${missing})`}`, () => {
  let folder: string;
  let host: ThrowawayHost;
  let older: string;
  let newer: string;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), "livetriage-deb-test-"));
    older = deb(await sensorExecutable(folder), "0.1.0", folder);
    newer = deb(standIn(folder), "0.2.0", folder);
    host = await ThrowawayHost.start();
  }, MINUTES);

  afterAll(() => {
    host.close();
    rmSync(folder, { recursive: true });
  });

  /** Without what the manual and others do for every package. */
  const install = (file: string) => host.run("dpkg", "--no-triggers", "-i", host.bring(file));

  test("is the same bytes when it is built again", { timeout: MINUTES }, () => {
    const again = join(folder, "again");
    mkdirSync(again);
    expect(readFileSync(deb(standIn(folder), "0.2.0", again)).equals(readFileSync(newer))).toBe(true);
  });

  test("installs: users, enabled units, a sensor that has not enrolled and says so", { timeout: MINUTES }, () => {
    install(older);
    expect(host.read("etc/passwd")).toMatch(/^livetriage:x:\d+:\d+:livetriage sensor:\/:\/usr\/sbin\/nologin$/m);
    expect(host.run("systemctl", "is-enabled", "livetriage-sensor.service", "livetriage-collect.socket")).toBe(
      "enabled\nenabled\n",
    );
    expect(host.run("livetriage-sensor", "check-config")).toBe("/etc/livetriage/sensor.yaml: ok\n");
    expect(host.attempt("livetriage-sensor", "status")).toMatchObject({
      code: 78,
      said: expect.stringContaining("this host enrolls with"),
    });
    expect(host.sh("livetriage-sensor --help")).toContain("enroll --join FILE");
    expect(host.run("dpkg", "--verify", "livetriage-sensor")).toBe("");
  });

  test("an upgrade and a downgrade keep what the administrator and the sensor wrote", { timeout: MINUTES }, () => {
    host.sh(`echo 'nice: 5' >> /etc/livetriage/sensor.yaml
      echo 'moon_phase: full' > /etc/livetriage/conf.d/site.yaml
      echo '{}' > /etc/livetriage/trust.json
      mkdir -p /var/lib/livetriage-sensor && echo '{"later": 1}' > /var/lib/livetriage-sensor/commands.json`);
    install(newer);
    expect(host.run("livetriage-sensor")).toBe("newer\n");
    install(older);
    expect(host.attempt("livetriage-sensor", "check-config")).toEqual({
      code: 0,
      said: `/etc/livetriage/sensor.yaml: ok\n/etc/livetriage/conf.d/site.yaml: line 1: moon_phase: unknown key\n`,
    });
    expect(host.read("etc/livetriage/sensor.yaml")).toMatch(/^nice: 5$/m);
    expect(host.read("var/lib/livetriage-sensor/commands.json")).toBe('{"later": 1}\n');
  });

  test("removed, it leaves what is the administrator's; purged, nothing", { timeout: MINUTES }, () => {
    host.run("dpkg", "--no-triggers", "--remove", "livetriage-sensor");
    const left = host.changes();
    expect(left).toContain("etc/livetriage/sensor.yaml");
    expect(left.filter((path) => path.startsWith("usr/"))).toEqual([]);
    host.run("dpkg", "--no-triggers", "--purge", "livetriage-sensor");
    const accounts = /^etc\/(passwd|group|shadow|gshadow|subuid|subgid)$/;
    expect(host.changes().filter((path) => !accounts.test(path))).toEqual([]);
    for (const path of host.changes()) expect(host.read(path)).toBe(readFileSync(`/${path}`, "utf8"));
  });
});
