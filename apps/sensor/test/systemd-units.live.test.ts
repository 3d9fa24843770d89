import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { PROGRAM } from "./kit/sensor-process.ts";

const UNITS = join(import.meta.dirname, "../systemd");
const isThere = spawnSync("systemd-analyze", ["--version"]).status === 0;

let dir: string;

beforeAll(() => {
  dir = mkdtempSync(join(tmpdir(), "livetriage-units-"));
  for (const name of readdirSync(UNITS)) {
    const text = readFileSync(join(UNITS, name), "utf8").replaceAll("/usr/bin/livetriage-sensor", PROGRAM);
    writeFileSync(join(dir, name), text);
  }
});

afterAll(() => rmSync(dir, { recursive: true }));

const analyze = (...args: string[]) => execFileSync("systemd-analyze", args, { cwd: dir, encoding: "utf8" });

describe.skipIf(!isThere)("the systemd units (needs systemd-analyze)", () => {
  test("are what systemd understands", () => {
    const told = spawnSync(
      "systemd-analyze",
      [
        "verify",
        "--man=no",
        "./livetriage-sensor.service",
        "./livetriage-collect.socket",
        "./livetriage-collect@.service",
      ],
      { cwd: dir, encoding: "utf8" },
    );
    expect({ status: told.status, stderr: told.stderr }).toEqual({ status: 0, stderr: "" });
  });

  test.each([
    ["livetriage-sensor.service", 1.5],
    ["livetriage-collect@.service", 1.5],
  ])("%s is exposed by at most %d (T24)", (unit, most) => {
    const [, level] =
      /Overall exposure level for \S+: ([\d.]+)/.exec(analyze("security", "--offline=true", `./${unit}`)) ?? [];
    expect(Number(level)).toBeLessThanOrEqual(most);
  });
});

test("the units wait for no network, no name and no time at boot, start nothing before the host has enrolled or can, and end soon", () => {
  const texts = readdirSync(UNITS).map((name) => readFileSync(join(UNITS, name), "utf8"));
  const words = texts.flatMap((text) =>
    [...text.matchAll(/^(?:After|Wants|Requires)=(.*)$/gm)].map(([, units]) => units),
  );
  expect(new Set(words)).toEqual(new Set(["livetriage-collect.socket"]));
  const either = ["trust.json", "join.json"].map((name) => `ConditionPathExists=|/etc/livetriage/${name}\n`).join("");
  for (const name of ["livetriage-sensor.service", "livetriage-collect.socket"])
    expect(readFileSync(join(UNITS, name), "utf8")).toContain(either);
  const patience = texts.flatMap((text) =>
    [...text.matchAll(/^TimeoutStopSec=(\d+)s$/gm)].map(([, seconds]) => Number(seconds)),
  );
  expect(Math.max(...patience)).toBe(5);
  expect(patience).toHaveLength(2);
});

test("the process with the network has no capability, the collecting side has no network and two capabilities", () => {
  const unit = (name: string) => readFileSync(join(UNITS, name), "utf8").split("\n");
  expect(unit("livetriage-sensor.service")).toEqual(
    expect.arrayContaining(["CapabilityBoundingSet=", "AmbientCapabilities="]),
  );
  expect(unit("livetriage-collect@.service")).toEqual(
    expect.arrayContaining([
      "PrivateNetwork=yes",
      "CapabilityBoundingSet=CAP_DAC_READ_SEARCH CAP_SYS_PTRACE",
      "MemoryMax=384M",
      "CPUQuota=100%",
      "IOWeight=10",
      "TasksMax=128",
      "RuntimeMaxSec=10min",
    ]),
  );
  expect(unit("livetriage-collect.socket")).toEqual(expect.arrayContaining(["Accept=yes", "SocketMode=0600"]));
});
