import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { decodeManifest, decodeTextFile, ManifestFileSchema } from "@livetriage/proto-types";
import type { TriagePackage } from "@livetriage/triage-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { wait } from "../../src/wait.ts";
import type { RunningSensor } from "../kit/sensor-process.ts";
import { Programs } from "./programs.ts";

const programs = new Programs();
let sensor: RunningSensor;

beforeAll(async () => {
  await programs.begin();
  sensor = programs.host.start();
}, 60_000);
afterAll(() => programs.close());

const PHASES = ["proc-tree", "net-conns"];
const collect = () => programs.collect(...PHASES.flatMap((phase) => ["--phase", phase]));

const killDaemon = async () => void process.kill(sensor.daemonPid(), "SIGKILL");
const killCollecting = async () => {
  const pid = sensor.collectingPid();
  if (pid !== undefined && pid !== 0) process.kill(pid, "SIGKILL");
};
const killAll = async () => {
  await sensor.kill();
  sensor = programs.host.start();
};
const killCollector = async () => {
  await programs.killCollector();
  await programs.serve();
};

/** Whatever is told first. */
const FIRST = "first";

/** What is killed, at which word of `fleet watch`, and how long after it. */
test.each<[string, () => Promise<void>, string, number]>([
  ["the network side at once", killDaemon, FIRST, 0],
  ["the network side while it collects", killDaemon, "running", 0],
  ["the network side a little later", killDaemon, "running", 150],
  ["the collecting side at its start", killCollecting, "running", 0],
  ["the collecting side in the middle", killCollecting, "running", 100],
  ["the collecting side later", killCollecting, "running", 250],
  ["the whole sensor", killAll, "running", 50],
  ["the Collector at once", killCollector, FIRST, 0],
  ["the Collector while the host collects", killCollector, "running", 0],
  ["the Collector while it takes the package", killCollector, "running", 300],
])(
  "kill -9: %s; one package in the end",
  async (_, strike, word, afterMs) => {
    const run = await collect();
    let struck = false;
    let last = "";
    for await (const state of programs.watch(run)) {
      last = state;
      if (struck || (state !== word && word !== FIRST)) continue;
      struck = true;
      await wait(afterMs);
      await strike();
    }
    expect([struck, last]).toEqual([true, "done"]);
    await expectOnePackage(run);
  },
  60_000,
);

test("a reboot while it collects: REFUSED_CRASHED, and one package after a retry", async () => {
  const run = await collect();
  for await (const state of programs.watch(run)) {
    if (state === "running") break;
  }
  await sensor.kill();
  const path = join(programs.host.stateDir, "commands.json");
  const kept = JSON.parse(readFileSync(path, "utf8"));
  kept.commands[run].boot = "00".repeat(32); // the file is kept, the boot is another one
  writeFileSync(path, JSON.stringify(kept));
  sensor = programs.host.start();
  let last = "";
  for await (const state of programs.watch(run)) last = state;
  expect(last).toBe("REFUSED_CRASHED");
  const retry = await programs.fleet("retry", run, "--reason", "it is back");
  for await (const state of programs.watch(retry)) last = state;
  expect(last).toBe("done");
  for await (const state of programs.watch(run)) last = state;
  expect(last).toBe("done");
  expect((await expectOnePackage(run)).attempt).toBe(2);
}, 60_000);

/** What was fetched is one package, signed, and whole. */
async function expectOnePackage(run: string) {
  const paths = await programs.fetch(run);
  expect(paths).toHaveLength(1);
  const [path = ""] = paths;
  const document = JSON.parse(readFileSync(path, "utf8")) as TriagePackage;
  expect(document).toMatchObject({ command_id: run, ended: "finished" });
  expect(Object.keys(document.phases)).toEqual(PHASES);
  expect(Object.values(document.phases).every(({ items }) => items.length > 0)).toBe(true);
  const file = decodeTextFile(ManifestFileSchema, readFileSync(path.replace(/json$/, "manifest.json"), "utf8"));
  const manifest = decodeManifest((file.ok && file.value.manifest?.payload) || new Uint8Array());
  if (!manifest.ok) throw new Error(manifest.problem);
  return manifest.value;
}
