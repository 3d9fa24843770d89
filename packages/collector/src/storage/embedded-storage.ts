import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { commands } from "./commands.ts";
import { type Database, openDatabase } from "./database.ts";
import type { Disk } from "./disk.ts";
import { ExtentStore } from "./extent-store.ts";
import { heads } from "./heads.ts";
import { identities } from "./identities.ts";
import { memoryDisk } from "./memory-disk.ts";
import { nodeDisk } from "./node-disk.ts";
import { runs } from "./runs.ts";
import type { StorageEngine } from "./storage-engine.ts";
import { targets } from "./targets.ts";
import { uploads } from "./uploads.ts";

/** A segment that has grown to this size is followed by the next one; retention deletes whole segments. */
const SEGMENT_BYTES = 67_108_864;

/**
 * The engine that needs nothing else: `meta.sqlite` and `segments/` in a directory that nobody else uses.
 *
 * Errors: StorageDamaged, StorageFull.
 */
export async function openEmbeddedStorage(directory: string): Promise<StorageEngine> {
  await mkdir(directory, { recursive: true, mode: 0o700 });
  return openStorage(openDatabase(join(directory, "meta.sqlite")), nodeDisk(directory), SEGMENT_BYTES);
}

/** The same engine on files that go with the process. */
export function openMemoryStorage(): Promise<StorageEngine> {
  return openStorage(openDatabase(":memory:"), memoryDisk(), SEGMENT_BYTES);
}

export async function openStorage(db: Database, disk: Disk, segmentBytes: number): Promise<StorageEngine> {
  const extents = await ExtentStore.open(db, disk, segmentBytes);
  return {
    ...identities(db),
    ...commands(db),
    ...runs(db),
    ...targets(db),
    ...uploads(db, extents),
    ...heads(db),
    async backup(directory) {
      await mkdir(directory, { recursive: true, mode: 0o700 });
      await extents.copyTo(nodeDisk(directory), () => db.backup(join(directory, "meta.sqlite")));
    },
    async *verify() {
      yield* db.damage();
      yield* extents.damage();
    },
    async close() {
      await extents.close();
      db.close();
    },
  };
}
