/**
 * Packages of 300 KB through the embedded engine, each acknowledged when it is durable, in turn with a plain append and
 * fdatasync of the same bytes: `storage.ts DIRECTORY`. Prints packages a second, medians of the rounds.
 */
import { randomBytes } from "node:crypto";
import { open, rm } from "node:fs/promises";
import { join } from "node:path";
import { openEmbeddedStorage } from "../src/storage/embedded-storage.ts";

const PACKAGE_BYTES = 307_200;
const CHUNK_BYTES = 262_144;
const PACKAGES = 400;
const ROUNDS = 5;

const [directory = ""] = process.argv.slice(2);
const body = randomBytes(PACKAGE_BYTES);

/** As many at a time as a Collector grants. */
async function engine(lanes: number): Promise<void> {
  const storage = await openEmbeddedStorage(join(directory, "engine"));
  const numbers = Array.from({ length: PACKAGES }, (_, index) => index).values();
  const deliver = async (n: number): Promise<void> => {
    const [packageId, commandId] = [n.toString(16).padStart(32, "a"), n.toString(16).padStart(32, "c")];
    await storage.openUpload({ packageId, commandId, sensorId: "sensor-1", attempt: 1, startedAtMs: n });
    for (let at = 0; at < body.length; at += CHUNK_BYTES) {
      await storage.appendChunk(packageId, at, body.subarray(at, at + CHUNK_BYTES));
    }
    await storage.commitUpload(packageId, body.length, body.subarray(0, 400), n);
  };
  const lane = async (): Promise<void> => {
    for (const n of numbers) await deliver(n);
  };
  await Promise.all(Array.from({ length: lanes }, lane));
  await storage.close();
}

async function plain(packagesPerSync: number): Promise<void> {
  const file = await open(join(directory, "plain"), "wx");
  for (let n = 0; n < PACKAGES; n += packagesPerSync) {
    await file.writev(Array.from({ length: packagesPerSync }, () => body));
    await file.datasync();
  }
  await file.close();
}

const contenders: readonly [string, () => Promise<void>][] = [
  ["engine, 64 packages at a time", () => engine(64)],
  ["engine, one at a time", () => engine(1)],
  ["plain append, fdatasync for each", () => plain(1)],
  ["plain append, fdatasync for 16", () => plain(16)],
];

const rates = new Map<string, number[]>(contenders.map(([name]) => [name, []]));
for (let round = 0; round < ROUNDS; round++) {
  for (const [name, run] of contenders) {
    const start = performance.now();
    await run();
    rates.get(name)?.push(PACKAGES / ((performance.now() - start) / 1000));
    for (const left of ["engine", "plain"]) await rm(join(directory, left), { recursive: true, force: true });
  }
}
for (const [name, all] of rates) {
  const median = all.toSorted((a, b) => a - b)[ROUNDS >> 1] ?? Number.NaN;
  console.log(`${name.padEnd(36)}${Math.round(median).toString().padStart(6)} packages/s`);
}
