import { spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { chmodSync, mkdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { PROGRAM } from "../kit/sensor-process.ts";
import { fakeCollectingSide } from "./fake-collecting-side.ts";
import { peakPss, pssMib } from "./peak-pss.ts";
import { Programs } from "./programs.ts";

const MIB = 1_048_576;
const SPOOL_MIB = 128;
const ROOM_MIB = 32;
const PACKAGE_MIB = 64;

/** 64 MiB of lines that hardly compress. */
function largePlain(): Buffer {
  const lines: Buffer[] = [];
  for (let size = 0; size < PACKAGE_MIB * MIB; size += lines.at(-1)?.length ?? 0) {
    lines.push(Buffer.from(`{"frame":"item","phase":"p","item":"${randomBytes(48_000).toString("base64")}"}\n`));
  }
  return Buffer.concat(lines);
}

const programs = new Programs();
const large = largePlain();
let plain: Buffer = Buffer.from('{"frame":"header"}\n');
let closeSide: () => Promise<void>;
let daemonPid = 0;
let sensorId = "";

beforeAll(async () => {
  await programs.begin("max_package_mib: 128\n");
  const [enrolled] = await programs.enroll(1, `spool_mib: ${SPOOL_MIB}\n`);
  if (enrolled === undefined) throw new Error("no host enrolled");
  const { socket, config } = enrolled.host;
  sensorId = enrolled.sensorId;
  mkdirSync(dirname(socket), { recursive: true });
  closeSide = await fakeCollectingSide(socket, () => plain);
  chmodSync(socket, 0o666);
  const nobody = process.geteuid?.() === 0 ? { uid: 65_534, gid: 65_534 } : {};
  const daemon = spawn(PROGRAM, ["daemon", "--config", config], { stdio: ["ignore", "pipe", "inherit"], ...nobody });
  daemonPid = daemon.pid as number;
  await new Promise<void>((resolve) => {
    daemon.stdout.on("data", (bytes: Buffer) => bytes.includes('"connected"') && resolve());
  });
}, 60_000);

afterAll(async () => {
  process.kill(daemonPid, "SIGKILL");
  await closeSide();
  await programs.close();
});

test("a package of 64 MiB: sensor, Collector and fetch hold no more of it than they must", async () => {
  const small = await delivered();
  const fetchBase = await peakOf("fetch", small, "--output", join(programs.dir, "small"));
  const base = { sensor: pssMib(daemonPid), collector: pssMib(programs.collectorPid) };
  const sensor = peakPss(daemonPid);
  const collector = peakPss(programs.collectorPid);
  plain = large;
  const run = await delivered();
  const folder = join(programs.dir, "large");
  const fetched = await peakOf("fetch", run, "--output", folder);
  const grown = {
    sensor: sensor() - base.sensor,
    collector: collector() - base.collector,
    fetch: fetched.peak - fetchBase.peak,
  };
  process.stdout.write(
    `grown by MiB: ${JSON.stringify(grown)}, from ${JSON.stringify({ ...base, fetch: fetchBase.peak })}\n`,
  );
  expect(readFileSync(fetched.out).equals(large)).toBe(true);
  expect(grown.sensor).toBeLessThan(SPOOL_MIB + ROOM_MIB);
  expect(grown.collector).toBeLessThan(ROOM_MIB);
  expect(grown.fetch).toBeLessThan(ROOM_MIB);
}, 120_000);

/** A run whose package has come. */
async function delivered(): Promise<string> {
  const run = await programs.collect([sensorId]);
  expect((await programs.states(run)).at(-1)).toBe("done");
  return run;
}

async function peakOf(...args: string[]): Promise<{ readonly out: string; readonly peak: number }> {
  let peak = (): number => 0;
  const out = await programs.watched(
    (pid) => {
      peak = peakPss(pid);
    },
    ...args,
  );
  return { out, peak: peak() };
}
