import { cpSync, existsSync, mkdirSync, readdirSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { prepare } from "../../src/commands/prepare.ts";
import type { HostBinding } from "../../src/config/host-binding.ts";
import { findJoinFile } from "../../src/config/join-file.ts";
import { type SensorConfig, sensorConfigSchema } from "../../src/config/sensor-config.ts";
import { readTrust } from "../../src/config/trust.ts";
import { realFleet } from "./real-fleet.ts";

const hostOf = (letter: string): HostBinding => ({
  machine_id: letter.repeat(64),
  product_uuid: letter.repeat(64),
});

/** An image with a join file for so many hosts, and what makes hosts of it. */
async function image(uses: number) {
  const fleet = await realFleet();
  onTestFinished(() => fleet.close());
  const disk = join(fleet.dir, "image");
  mkdirSync(disk);
  renameSync(await fleet.joinFile(uses), join(disk, "join.json"));
  /** The disk of a host as it was, under another name. */
  const copy = (from: string, name: string): SensorConfig => {
    const home = join(fleet.dir, name);
    cpSync(from, home, { recursive: true });
    return configOf(home);
  };
  return { fleet, disk, copy };
}

const configOf = (home: string): SensorConfig =>
  sensorConfigSchema.parse({
    state_dir: join(home, "state"),
    trust_file: join(home, "trust.json"),
    join_file: join(home, "join.json"),
    user: "nobody",
  });

const idIn = ({ trust_file }: SensorConfig) => readTrust(trust_file).sensorId;

test("one image booted twice gives two sensors, and each stays who it is", async () => {
  const { fleet, disk, copy } = await image(2);
  const [one, two] = [copy(disk, "one"), copy(disk, "two")];
  expect(await prepare(one, hostOf("a"))).toBe(`enrolled as ${idIn(one)}\n`);
  expect(await prepare(two, hostOf("b"))).toBe(`enrolled as ${idIn(two)}\n`);
  expect(idIn(one)).not.toBe(idIn(two));
  const before = idIn(one);
  expect(await prepare(one, hostOf("a"))).toBe("");
  expect(await prepare(one, { ...hostOf("a"), product_uuid: null })).toBe("");
  expect(idIn(one)).toBe(before);
  const listed = [];
  for await (const { sensorId } of fleet.operator.listSensors({})) listed.push(sensorId);
  expect(listed.toSorted()).toEqual([idIn(one), idIn(two)].toSorted());
});

test.each<[string, HostBinding]>([
  ["machine-id", { ...hostOf("a"), machine_id: "c".repeat(64) }],
  ["product UUID", { ...hostOf("a"), product_uuid: "c".repeat(64) }],
])("a clone with another %s lays the identity aside and enrolls anew", async (_, host) => {
  const { fleet, disk, copy } = await image(2);
  const original = copy(disk, "original");
  await prepare(original, hostOf("a"));
  const clone = copy(join(fleet.dir, "original"), "clone");
  expect(await prepare(clone, host)).toMatch(/^the identity here is another host's.*\nenrolled as /);
  expect(idIn(clone)).not.toBe(idIn(original));
  const [former = ""] = readdirSync(clone.state_dir).filter((name) => name.startsWith("former-"));
  expect(existsSync(join(clone.state_dir, former, "sensor.pem"))).toBe(true);
});

test("a clone without a join file says so, and has no identity", async () => {
  const { fleet, disk, copy } = await image(1);
  const original = copy(disk, "original");
  await prepare(original, hostOf("a"));
  const clone = { ...copy(join(fleet.dir, "original"), "clone"), join_file: "/nonexistent/join.json" };
  expect(await prepare(clone, hostOf("c"))).toContain("it enrolls when /nonexistent/join.json is there");
  expect(existsSync(join(clone.state_dir, "sensor.pem"))).toBe(false);
});

test("a token is good for one host unless it says more", async () => {
  const { disk, copy } = await image(1);
  await prepare(copy(disk, "one"), hostOf("a"));
  await expect(prepare(copy(disk, "two"), hostOf("b"))).rejects.toThrow("unknown, used up or has lapsed");
});

test("a systemd credential comes before the join file", async () => {
  const { disk } = await image(1);
  const env = { CREDENTIALS_DIRECTORY: disk };
  expect(findJoinFile(configOf(disk), env)).toBe(join(disk, "join.json"));
  writeFileSync(join(disk, "livetriage.join"), "");
  expect(findJoinFile(configOf(disk), env)).toBe(join(disk, "livetriage.join"));
  expect(findJoinFile(configOf(disk), {})).toBe(join(disk, "join.json"));
});
