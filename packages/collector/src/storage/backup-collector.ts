import { cp, mkdir, readdir } from "node:fs/promises";
import { join } from "node:path";
import { copyFile } from "./copy-file.ts";
import { openEmbeddedStorage } from "./embedded-storage.ts";
import { nodeDisk } from "./node-disk.ts";

export interface BackupOptions {
  /** A Collector's directory; it may be served meanwhile. */
  readonly dir: string;
  /** Must not exist, or be empty. */
  readonly to: string;
}

/**
 * Copy a Collector's directory, keys included, into one that can be served in its place.
 *
 * Errors: an Error of one sentence; StorageDamaged, StorageFull.
 */
export async function backupCollector({ dir, to }: BackupOptions): Promise<void> {
  await mkdir(to, { recursive: true, mode: 0o700 });
  if ((await readdir(to)).length > 0) throw new Error(`${to} is not empty, nothing was changed`);
  for (const name of await readdir(dir)) {
    if (name !== "data") await cp(join(dir, name), join(to, name), { recursive: true, preserveTimestamps: true });
  }
  const storage = await openEmbeddedStorage(join(dir, "data"));
  try {
    await storage.backup(join(to, "data"));
  } finally {
    await storage.close();
  }
  const [from, copy] = [nodeDisk(join(dir, "data")), nodeDisk(join(to, "data"))];
  for (const name of await from.list("audit")) await copyFile(from, copy, `audit/${name}`);
}
