import { randomInt } from "node:crypto";
import { readdirSync, readFileSync, unlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { collect, sealed } from "../../src/storage/conformance/records.ts";
import type { StorageEngine } from "../../src/storage/storage-engine.ts";
import { StorageDamaged } from "../../src/storage/storage-errors.ts";
import { seededRandom } from "./random.ts";
import { openSmall, withScratch } from "./scratch.ts";
import { bodyOf, commandIdOf, deliverAll, packageIdOf } from "./workload.ts";

const PACKAGES = 30;
const PAGE_BYTES = 4096;
const bodies = new Map(Array.from({ length: PACKAGES }, (_, index) => [index + 1, bodyOf(index + 1)]));
const numbers = [...bodies.keys()];

/** A package as it is read now: its bytes, or why not. */
async function packageNow(engine: StorageEngine, n: number): Promise<Uint8Array | string> {
  try {
    return await sealed(engine, packageIdOf(n));
  } catch (error) {
    if (error instanceof StorageDamaged) return error.message;
    throw error;
  }
}

/** Flip one bit of each page in turn. */
function* flips(file: string, seed: number): Generator<number> {
  const whole = readFileSync(file);
  const random = seededRandom(seed);
  for (let page = 0; page < whole.length; page += PAGE_BYTES) {
    const at = page + random.below(Math.min(PAGE_BYTES, whole.length - page));
    const flipped = Buffer.from(whole);
    flipped[at] = (whole[at] ?? 0) ^ (1 << random.below(8));
    writeFileSync(file, flipped);
    yield at;
    writeFileSync(file, whole);
  }
}

/** Everything that a Collector asks a storage for. */
async function everything(engine: StorageEngine): Promise<unknown> {
  const commands = await collect(engine.commands());
  const packages = numbers.map(async (n) => [
    await engine.command(commandIdOf(n)),
    await engine.targets(commandIdOf(n)),
    await engine.upload(packageIdOf(n)),
    await packageNow(engine, n),
  ]);
  return { commands, packages: await Promise.all(packages), damage: await collect(engine.verify()) };
}

test("T3: a flipped bit in a segment is told, and damages one package", { timeout: 120_000 }, async () => {
  const seed = randomInt(2 ** 31);
  await withScratch(async (directory) => {
    const engine = await openSmall(directory);
    await deliverAll(engine, PACKAGES, () => {});
    const segments = readdirSync(join(directory, "segments"));
    expect(segments.length).toBeGreaterThan(1);
    for (const segment of segments) {
      for (const at of flips(join(directory, "segments", segment), seed)) {
        const told = await collect(engine.verify());
        const damaged: number[] = [];
        for (const [n, body] of bodies) if (!body.equals(Buffer.from(await packageNow(engine, n)))) damaged.push(n);
        expect(damaged.length, `seed ${seed}: ${segment} at ${at}`).toBe(1);
        expect(told.length).toBe(1);
        expect(told[0]).toContain(`package ${packageIdOf(damaged[0] ?? 0)}: bytes`);
      }
    }
    const [first = ""] = segments;
    unlinkSync(join(directory, "segments", first));
    expect((await collect(engine.verify())).every((line) => line.includes(first))).toBe(true);
    expect(await packageNow(engine, PACKAGES)).toEqual(bodyOf(PACKAGES));
    await engine.close();
  });
});

test("T3: a flipped bit in the database is told, or changes nothing", { timeout: 120_000 }, async () => {
  const seed = randomInt(2 ** 31);
  await withScratch(async (directory) => {
    const engine = await openSmall(directory);
    await deliverAll(engine, PACKAGES, () => {});
    await engine.close();
    const whole = await reopened(directory);
    let told = 0;
    for (const at of flips(join(directory, "meta.sqlite"), seed)) {
      const now = await reopened(directory);
      if (typeof now === "string" || (now.damage as string[]).length > 0) told += 1;
      else expect(now, `seed ${seed}: at ${at}`).toEqual(whole);
    }
    expect(told).toBeGreaterThan(0);
  });
});

/** Everything, or the sentence of the error that tells the damage. */
async function reopened(directory: string): Promise<string | { damage: unknown }> {
  let engine: StorageEngine | undefined;
  try {
    engine = await openSmall(directory);
    return (await everything(engine)) as { damage: unknown };
  } catch (error) {
    if (error instanceof StorageDamaged) return error.message;
    throw error;
  } finally {
    await engine?.close();
  }
}
