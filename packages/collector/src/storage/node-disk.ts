import { type FileHandle, mkdir, open, readdir, rm, stat, truncate } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { Disk, DiskFile } from "./disk.ts";

/** The files below a directory; nobody else may read them. */
export function nodeDisk(directory: string): Disk {
  const path = (name: string) => join(directory, name);
  return {
    async list(folder) {
      const isThere = await stat(path(folder)).catch(() => null);
      return isThere === null ? [] : (await readdir(path(folder))).sort();
    },
    async create(name) {
      const folder = dirname(path(name));
      if ((await mkdir(folder, { recursive: true, mode: 0o700 })) !== undefined) await syncDirectory(dirname(folder));
      const file = await open(path(name), "wx", 0o600);
      await syncDirectory(folder);
      return diskFile(file);
    },
    async read(name, position, into) {
      await using file = await open(path(name));
      return await readFully(file, position, into); // before the file is closed
    },
    async sync(name) {
      await using file = await open(path(name), "r+");
      await file.datasync();
    },
    truncate: (name, length) => truncate(path(name), length),
    remove: (name) => rm(path(name)),
  };
}

function diskFile(file: FileHandle): DiskFile {
  return {
    async append(parts) {
      const wanted = parts.reduce((sum, { length }) => sum + length, 0);
      const { bytesWritten } = await file.writev(parts);
      if (bytesWritten < wanted) throw Object.assign(new Error("a short write"), { code: "ENOSPC" });
    },
    sync: () => file.datasync(),
    close: () => file.close(),
  };
}

async function readFully(file: FileHandle, position: number, into: Buffer): Promise<Buffer> {
  let filled = 0;
  while (filled < into.length) {
    const { bytesRead } = await file.read(into, filled, into.length - filled, position + filled);
    if (bytesRead === 0) break;
    filled += bytesRead;
  }
  return into.subarray(0, filled);
}

/** A new name is durable when its directory is. */
async function syncDirectory(path: string): Promise<void> {
  await using directory = await open(path);
  await directory.sync();
}
