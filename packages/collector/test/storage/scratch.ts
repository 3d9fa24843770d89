import { existsSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openDatabase } from "../../src/storage/database.ts";
import type { Disk } from "../../src/storage/disk.ts";
import { openStorage } from "../../src/storage/embedded-storage.ts";
import { nodeDisk } from "../../src/storage/node-disk.ts";
import type { StorageEngine } from "../../src/storage/storage-engine.ts";
import { SEGMENT_BYTES } from "./workload.ts";

/** In memory where there is such a place: what is lost here is lost by the test, never by the disk. */
const PLACE = existsSync("/dev/shm") ? "/dev/shm" : tmpdir();

/** A directory for as long as `use` runs. */
export async function withScratch<T>(use: (directory: string) => Promise<T>): Promise<T> {
  const directory = await mkdtemp(join(PLACE, "livetriage-storage-"));
  try {
    return await use(directory);
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}

/** The engine on small segments, and on another disk for them if there is one. */
export function openSmall(directory: string, disk: Disk = nodeDisk(directory)): Promise<StorageEngine> {
  return openStorage(openDatabase(join(directory, "meta.sqlite")), disk, SEGMENT_BYTES);
}
