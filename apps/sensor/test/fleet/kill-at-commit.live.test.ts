import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { fetchedPackages } from "./fetched-packages.ts";
import { FleetHost } from "./fleet-host.ts";
import { LateAnswers } from "./late-answers.ts";
import { Programs } from "./programs.ts";
import { until } from "./until.ts";

const PHASES = ["proc-tree", "net-conns"];
const ASKED = [...PHASES.flatMap((phase) => ["--phase", phase]), "--detail", "basic"];

const programs = new Programs();
const answers = new LateAnswers(() => programs.port);
let host: FleetHost;

beforeAll(async () => {
  await programs.begin();
  const port = await answers.listen();
  const [enrolled] = await programs.enroll(1, `endpoints: ["127.0.0.1:${port}"]\n`);
  if (enrolled === undefined) throw new Error("no host enrolled");
  host = new FleetHost(enrolled.sensorId, enrolled.host);
  await until("it is connected", () => host.said("connected"));
}, 120_000);
afterAll(async () => {
  answers.close();
  await programs.close();
});

/** Has the Collector begun to commit the package of this run? */
function commits(run: string): boolean {
  const folder = join(programs.dir, "collector/data/audit");
  const log = readdirSync(folder).map((name) => readFileSync(join(folder, name), "utf8"));
  return log.some((text) => text.split("\n").some((line) => line.includes('"event":"manifest"') && line.includes(run)));
}

test.each<[string, () => unknown]>([
  ["network side of the sensor", () => host.killNetworkSide()],
  ["Collector", () => programs.killCollector().then(() => programs.serve())],
])("kill -9 of the %s between commit and ack: one package, of the first attempt", async (_, kill) => {
  answers.slowDown();
  const run = await programs.collect([host.sensorId], ...ASKED);
  await until("the package is committed", () => commits(run));
  answers.lose();
  expect((await programs.states(run)).at(-1)).toBe("done");
  expect(host.said("delivered", run)).toBe(false);
  await kill();
  answers.goOn();
  const next = await programs.collect([host.sensorId], ...ASKED);
  expect((await programs.states(next)).at(-1)).toBe("done");
  expect(
    host.sensor.lines.filter((line) => line.event === "collecting" && line["command"] === run).length,
  ).toBeLessThan(2);
  expect(await fetchedPackages(programs, run, PHASES)).toEqual(new Map([[host.sensorId, [1]]]));
});
