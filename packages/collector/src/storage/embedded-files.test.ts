import { createHash } from "node:crypto";
import { mkdtemp, readdir, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { collect, sealed } from "./conformance/records.ts";
import { openDatabase } from "./database.ts";
import { openEmbeddedStorage, openStorage } from "./embedded-storage.ts";
import { nodeDisk } from "./node-disk.ts";
import type { StorageEngine } from "./storage-engine.ts";
import { StorageDamaged } from "./storage-errors.ts";

const CHUNK = 262_144;
const SEGMENT_BYTES = 1_048_576;
const packageIdOf = (n: number) => n.toString(16).padStart(32, "a");
const commandIdOf = (n: number) => n.toString(16).padStart(32, "c");
const bodyOf = (n: number) => Buffer.alloc(CHUNK, n);

let directory = "";
let engine: StorageEngine;

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), "livetriage-storage-"));
  engine = await open(join(directory, "data"));
});

afterEach(async () => {
  await engine.close();
  await rm(directory, { recursive: true });
});

async function open(data: string): Promise<StorageEngine> {
  const made = await openEmbeddedStorage(data);
  await made.close();
  return openStorage(openDatabase(join(data, "meta.sqlite")), nodeDisk(data), SEGMENT_BYTES);
}

async function deliver(n: number): Promise<void> {
  const [packageId, commandId] = [packageIdOf(n), commandIdOf(n)];
  await engine.openUpload({ packageId, commandId, sensorId: "sensor-1", attempt: 1, startedAtMs: n });
  await engine.appendChunk(packageId, 0, bodyOf(n));
  await engine.commitUpload(packageId, CHUNK, Buffer.from("manifest"), n);
}

test("nobody else may read what is stored", async () => {
  await deliver(1);
  const modes = await Promise.all(
    ["data", "data/segments"].map(async (path) => (await stat(join(directory, path))).mode),
  );
  expect(modes.map((mode) => mode & 0o077)).toEqual([0, 0]);
  expect((await stat(join(directory, "data/segments/00000001.seg"))).mode & 0o077).toBe(0);
});

test("a segment goes when its last package does, and no sooner", async () => {
  for (let n = 1; n <= 12; n++) await deliver(n);
  const segments = () => readdir(join(directory, "data/segments"));
  expect(await segments()).toEqual(["00000001.seg", "00000002.seg", "00000003.seg"]);
  await engine.deleteBefore(4);
  expect(await segments()).toHaveLength(3);
  await engine.deleteBefore(5);
  expect(await segments()).toEqual(["00000002.seg", "00000003.seg"]);
  await engine.deleteBefore(100);
  expect(await segments()).toEqual(["00000003.seg"]);
  await deliver(13);
  expect(await sealed(engine, packageIdOf(13))).toEqual(bodyOf(13));
});

test("a package is read in pieces of at most 256 KiB", async () => {
  await engine.openUpload({
    packageId: packageIdOf(1),
    commandId: commandIdOf(1),
    sensorId: "s",
    attempt: 1,
    startedAtMs: 1,
  });
  for (let at = 0; at < 5 * CHUNK; at += CHUNK) await engine.appendChunk(packageIdOf(1), at, bodyOf(1));
  const pieces = await collect(engine.readSealed(packageIdOf(1), 10));
  expect(pieces.map(({ length }) => length)).toEqual([CHUNK - 10, CHUNK, CHUNK, CHUNK, CHUNK]);
});

test("the digest of a package is that of its bytes in every segment, also of those that came before a restart", async () => {
  const [packageId, commandId] = [packageIdOf(1), commandIdOf(1)];
  await engine.openUpload({ packageId, commandId, sensorId: "s", attempt: 1, startedAtMs: 1 });
  const hash = createHash("sha256");
  for (let n = 0; n < 7; n++) {
    await engine.appendChunk(packageId, n * CHUNK, bodyOf(n));
    hash.update(bodyOf(n));
    expect(await engine.sealedSha256(packageId)).toEqual(hash.copy().digest());
    if (n !== 5) continue;
    await engine.close();
    engine = await open(join(directory, "data"));
    expect(await engine.sealedSha256(packageId)).toEqual(hash.copy().digest());
  }
});

test("a backup that is taken while packages arrive opens by itself, whole", async () => {
  for (let n = 1; n <= 10; n++) await deliver(n);
  const writing = Promise.all(Array.from({ length: 20 }, (_, index) => deliver(11 + index)));
  const copy = join(directory, "backup");
  await Promise.all([engine.backup(copy), engine.deleteBefore(6), writing]);
  const copied = await open(copy);
  try {
    expect(await collect(copied.verify())).toEqual([]);
    for (let n = 6; n <= 30; n++) {
      const upload = await copied.upload(packageIdOf(n));
      const bytes = await sealed(copied, packageIdOf(n));
      if (upload?.manifest != null || n <= 10) expect(bytes).toEqual(bodyOf(n));
    }
  } finally {
    await copied.close();
  }
  await engine.deleteBefore(8);
  expect(await collect(engine.verify())).toEqual([]);
});

test("a file of a later version is not touched", async () => {
  const file = join(directory, "data/meta.sqlite");
  await engine.close();
  const db = openDatabase(file);
  await db.write(() => {});
  db.close();
  const { DatabaseSync } = await import("node:sqlite");
  const later = new DatabaseSync(file);
  later.exec("PRAGMA user_version = 99");
  later.close();
  expect(() => openDatabase(file)).toThrow(StorageDamaged);
  engine = await openEmbeddedStorage(join(directory, "other"));
});
