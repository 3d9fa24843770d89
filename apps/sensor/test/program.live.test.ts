import { execFileSync } from "node:child_process";
import { readFileSync, statSync, writeFileSync } from "node:fs";
import { request } from "node:http";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { enrolledHost } from "./kit/enrolled-host.ts";
import { TestHost } from "./kit/sensor-process.ts";

/** Who the network side is, in these tests. */
const NOBODY = 65_534;

const { collector, host } = await enrolledHost();

beforeAll(async () => {
  host.configure(`metrics: unix:${host.stateDir}/metrics.sock\n`);
  host.start();
  await collector.session();
});

describe("check-config", () => {
  const check = async (text: string) => {
    const file = join(host.dir, "checked.yaml");
    writeFileSync(file, text);
    const other = Object.assign(Object.create(host), { config: file }) as TestHost;
    return other
      .told("check-config")
      .then(({ stdout, stderr }) => `${stderr}${stdout}`)
      .catch((error: { code: number; stderr: string }) => `${error.code} ${error.stderr}`);
  };

  test.each([
    ["nice: 5\n", /: ok\n$/],
    ["\nbudget: soon\n", /^78 .*checked\.yaml: line 2: budget: must be a duration/],
    ["caps: {mind-reader: {entries: 1}}\n", /caps\.mind-reader: unknown key\n.*: ok\n$/],
    ["caps: {proc-tree: {thoughts: 1}}\n", /caps\.proc-tree\.thoughts: unknown key\n.*: ok\n$/],
  ])("%j", async (text, told) => {
    expect(await check(text)).toMatch(told);
  });
});

test.each([
  ["status --bogus", "64 livetriage-sensor: Unknown option '--bogus' (--help tells more)\n"],
  ["check-config --bogus", "64 livetriage-sensor: Unknown option '--bogus' (--help tells more)\n"],
  ["bogus", "64 livetriage-sensor: which command? check-config, disable, enable"],
])("a wrong command line is told in one sentence: %s", async (line, told) => {
  const failed = host.run(...line.split(" ")).catch((error: { code: number; stderr: string }) => error);
  const { code, stderr } = (await failed) as { code: number; stderr: string };
  expect(`${code} ${stderr}`.slice(0, told.length)).toBe(told);
});

test.each(["--help", "status --help", "check-config --help", "help"])("%s tells the commands", async (line) => {
  expect(await host.run(...line.split(" "))).toContain("Usage: livetriage-sensor COMMAND");
});

test("status says who the sensor is and how its collecting side is kept apart", async () => {
  const told = await host.run("status");
  expect(told).toContain(`sensor           ${collector.sensorId}\n`);
  expect(told).toContain("labels           env=test\n");
  expect(told).toMatch(/^collecting side {2}child of (root|the same user), uid \d+, capabilities [0-9a-f]{16}$/m);
});

test("a host enrolls once, and its key is its own", async () => {
  expect(statSync(join(host.stateDir, "sensor.pem")).mode & 0o777).toBe(0o600);
  expect(statSync(host.stateDir).mode & 0o777).toBe(0o700);
  await expect(host.enroll(collector)).rejects.toThrow("this host has enrolled already");
});

test("enroll makes what is missing of its paths so that the sensor's user finds its way", async () => {
  const other = new TestHost();
  const user = readFileSync(other.config, "utf8").match(/^user: .*$/m)?.[0] ?? "";
  const paths = `state_dir: ${other.dir}/var/lib/sensor\ntrust_file: ${other.dir}/var/etc/trust.json\n`;
  writeFileSync(other.config, `${paths}${user}\n`);
  const umask = process.umask(0o077);
  try {
    await other.enroll(collector);
    const modeOf = (path: string) => (statSync(join(other.dir, "var", path)).mode & 0o777).toString(8);
    const made = ["", "lib", "lib/sensor", "etc", "etc/trust.json"];
    expect(made.map(modeOf)).toEqual(["755", "755", "700", "755", "644"]);
  } finally {
    process.umask(umask);
    await other.close();
  }
});

test("status of a host that has not enrolled says that, and whether it is disabled", async () => {
  const other = new TestHost();
  try {
    await other.run("disable");
    const told = other.run("status");
    await expect(told).rejects.toMatchObject({ code: 78, stderr: expect.stringContaining("this host enrolls with") });
    await expect(told).rejects.toMatchObject({ stdout: expect.stringMatching(/^disabled {9}\S+disabled is there$/m) });
  } finally {
    await other.close();
  }
});

test("a host without an identity waits, and enrolls by itself when it is given what it needs", async () => {
  const other = new TestHost();
  try {
    const sensor = other.start();
    const sessions = collector.sessions.length;
    await collector.until(() => sensor.lines.some(({ event }) => event.startsWith("waiting")), "a sensor that waits");
    expect(sensor.log).toContain("this host has no identity");
    other.give(collector, "given.json");
    await collector.session(sessions + 1);
    expect(await other.run("status")).toMatch(/^host {13}the one that enrolled$/m);
  } finally {
    await other.close();
  }
});

test("nobody but the daemon's user can open the socket of the collecting side", () => {
  expect(statSync(host.socket).mode & 0o777).toBe(0o600);
  expect(statSync(join(host.socket, "..")).mode & 0o777).toBe(0o700);
});

test("another user on the host cannot reach the collecting side", ({ skip }) => {
  if (process.geteuid?.() !== 0) skip("needs root, to be another user");
  const connect = `require("node:net").connect(process.argv[1]).on("error", (e) => console.log(e.code)).on("connect", function () { console.log("open"); this.destroy(); })`;
  const asUser = (uid: number) =>
    execFileSync(process.execPath, ["-e", connect, host.socket], { uid, gid: uid, cwd: "/", encoding: "utf8" }).trim();
  expect(asUser(NOBODY)).toBe("open"); // the network side's own user
  expect(asUser(NOBODY - 1)).toBe("EACCES");
});

test("whoever reads the log may go away: the sensor goes on", async () => {
  const other = new TestHost();
  try {
    await other.enroll(collector);
    const sensor = other.start();
    const session = await collector.session(collector.sessions.length + 1);
    const daemon = sensor.daemonPid();
    sensor.child.stdout?.destroy();
    sensor.child.stderr?.destroy();
    const { id, document } = collector.fleet.command(); // what becomes of it is logged
    session.send({ case: "command", value: document });
    await collector.delivered(id);
    expect(sensor.daemonPid()).toBe(daemon);
  } finally {
    await other.close();
  }
});

test("metrics are served where the configuration says", async () => {
  const text = await new Promise<string>((resolve, reject) => {
    const asked = request({ socketPath: join(host.stateDir, "metrics.sock"), path: "/metrics" }, (response) => {
      let body = "";
      response.on("data", (bytes: Buffer) => {
        body += bytes.toString();
      });
      response.on("end", () => resolve(body));
    });
    asked.on("error", reject).end();
  });
  expect(text).toContain("livetriage_sensor_connected 1\n");
  expect(text).toContain("livetriage_sensor_sessions_total 1\n");
});
