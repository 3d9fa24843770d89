import { readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { fetchedPackages } from "./fetched-packages.ts";
import { FleetHost } from "./fleet-host.ts";
import { Programs } from "./programs.ts";
import { until } from "./until.ts";

const PHASES = ["proc-tree", "net-conns"];
const ASKED = [...PHASES.flatMap((phase) => ["--phase", phase]), "--detail", "basic"];

/** What is killed, and at what its programs tell or show; the attempt that then delivers is the second. */
const KILLS: readonly [string, (host: FleetHost, run: string) => boolean, (host: FleetHost, run: string) => unknown][] =
  [
    ["network side, command written down", (host, run) => host.wroteDown(run), (host) => host.killNetworkSide()],
    ["network side, it collects", (host, run) => host.said("collecting", run), (host) => host.killNetworkSide()],
    ["network side, the host is read", (host) => host.reads(), (host) => host.killNetworkSide()],
    ["collecting side, started", (host) => host.collecting !== undefined, (host) => host.killCollectingSide()],
    ["collecting side, it collects", (host, run) => host.said("collecting", run), (host) => host.killCollectingSide()],
    ["collecting side, the host is read", (host) => host.reads(), (host) => host.killCollectingSide()],
    ["whole sensor, it collects", (host, run) => host.said("collecting", run), (host) => host.killAll()],
    ["reboot, it collects", (host, run) => host.said("collecting", run), (host, run) => host.reboot(run)],
  ];

const programs = new Programs();
let hosts: FleetHost[];

function hostAt(index: number): FleetHost {
  const host = hosts.at(index);
  if (host === undefined) throw new Error(`there is no host ${index}`);
  return host;
}

beforeAll(async () => {
  await programs.begin();
  hosts = (await programs.enroll(KILLS.length)).map(({ host, sensorId }) => new FleetHost(sensorId, host));
  await until("all hosts are connected", () => hosts.every((host) => host.said("connected")));
}, 60_000);
afterAll(() => programs.close());

test("kill -9 of each part of a sensor, and a reboot: one package each, after a retry where the host went down", async () => {
  const run = await programs.collect(
    hosts.map(({ sensorId }) => sensorId),
    ...ASKED,
  );
  await Promise.all(
    KILLS.map(async ([what, isSo, strike], i) => {
      const host = hostAt(i);
      await until(what, () => isSo(host, run));
      await strike(host, run);
    }),
  );
  const rebooted = hostAt(-1);
  const ended = (await programs.states(run)).filter((state) => state === "done" || state.startsWith("REFUSED"));
  expect(ended.toSorted()).toEqual(["REFUSED_CRASHED", ...Array(KILLS.length - 1).fill("done")]);
  await programs.states(
    await programs.fleet("retry", run, "--host", rebooted.sensorId, "--reason", "it is back", "--yes"),
  );
  expect((await programs.states(run)).filter((state) => state === "done")).toHaveLength(KILLS.length);
  const packages = await fetchedPackages(programs, run, PHASES);
  const attempts = KILLS.map(([what], i) => [what, packages.get(hostAt(i).sensorId)]);
  expect(attempts).toEqual(KILLS.map(([what]) => [what, [2]]));
});

/** Bytes of packages that the Collector has on disk. */
function taken(): number {
  const folder = join(programs.dir, "collector/data/segments");
  return readdirSync(folder).reduce((sum, name) => sum + statSync(join(folder, name)).size, 0);
}

test.each<[string, (host: FleetHost, run: string, before: number) => boolean]>([
  ["the command is there", () => true],
  ["the host collects", (host, run) => host.said("collecting", run)],
  ["it has part of the package", (_host, _run, before) => taken() > before],
])("kill -9 of the Collector when %s: one package, of the first attempt", async (what, isSo) => {
  const host = hostAt(0);
  await host.killAll(); // a new one does not wait long before it connects again
  await until("it is connected", () => host.said("connected"));
  const before = taken();
  const run = await programs.collect([host.sensorId], ...ASKED);
  await until(what, () => isSo(host, run, before));
  await programs.killCollector();
  await programs.serve();
  expect((await programs.states(run)).at(-1)).toBe("done");
  expect(await fetchedPackages(programs, run, PHASES)).toEqual(new Map([[host.sensorId, [1]]]));
});
