import { mkdirSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { missingFor, rpm, standIn } from "./sensor-packages.ts";
import { ThrowawayHost } from "./throwaway-host.ts";

const missing = missingFor("rpm", "rpmbuild", "systemd-sysusers");
/** Generous: others may use the machine. */
const MINUTES = 180_000;

describe.skipIf(missing !== "")(`the RPM package${missing === "" ? "" : ` (needs ${missing})`}`, () => {
  let folder: string;
  let host: ThrowawayHost;
  let older: string;
  let newer: string;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), "livetriage-rpm-test-"));
    const executable = standIn(folder);
    older = rpm(executable, "0.1.0", folder);
    newer = rpm(executable, "0.2.0", folder);
    host = await ThrowawayHost.start();
  }, MINUTES);

  afterAll(() => {
    host.close();
    rmSync(folder, { recursive: true });
  });

  const install = (how: string, file: string) => host.run("rpm", how, "--nodeps", host.bring(file));
  const ask = (...what: string[]) => host.run("rpm", "-q", ...what, "livetriage-sensor");

  test("is the same bytes when it is built again", { timeout: MINUTES }, () => {
    const again = join(folder, "again");
    mkdirSync(again);
    expect(readFileSync(rpm(standIn(folder), "0.1.0", again)).equals(readFileSync(older))).toBe(true);
  });

  test("installs: root's files, config as config, users, enabled units", { timeout: MINUTES }, () => {
    install("-i", older);
    expect(ask("--configfiles")).toBe("/etc/livetriage/sensor.yaml\n");
    const owners = ask("--queryformat", "[%{FILEUSERNAME}:%{FILEGROUPNAME} %{FILEMODES:perms} %{FILENAMES}\n]").split(
      "\n",
    );
    expect(owners.filter((line) => line !== "" && !/^root:root (d|-)rw(x|-)r-(x|-)r-(x|-) /.test(line))).toEqual([]);
    expect(owners).toContain("root:root -rwxr-xr-x /usr/bin/livetriage-sensor");
    expect(host.attempt("rpm", "--verify", "--nodeps", "livetriage-sensor")).toEqual({ code: 0, said: "" });
    expect(host.read("etc/passwd")).toMatch(/^livetriage-collect:x:/m);
    expect(host.run("systemctl", "is-enabled", "livetriage-sensor.service", "livetriage-collect.socket")).toBe(
      "enabled\nenabled\n",
    );
  });

  test("upgraded, it keeps the configuration; erased, it leaves what was changed of it", { timeout: MINUTES }, () => {
    host.sh("echo 'nice: 5' >> /etc/livetriage/sensor.yaml");
    install("-U", newer);
    expect(ask()).toBe("livetriage-sensor-0.2.0-1.x86_64\n".replace("x86_64", host.run("uname", "-m").trim()));
    expect(host.read("etc/livetriage/sensor.yaml")).toMatch(/^nice: 5$/m);
    host.run("rpm", "-e", "--nodeps", "livetriage-sensor");
    const accounts = /^etc\/(passwd|group|shadow|gshadow)$/;
    expect(host.changes().filter((path) => !accounts.test(path))).toEqual(["etc/livetriage/sensor.yaml.rpmsave"]);
  });
});
