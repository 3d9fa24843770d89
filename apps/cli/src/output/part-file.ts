import { constants } from "node:fs";
import { open, rm } from "node:fs/promises";
import { join } from "node:path";
import { EXIT, Exit, reasonOf } from "../exit.ts";

const OPEN = constants.O_RDWR | constants.O_CREAT | constants.O_APPEND | constants.O_NOFOLLOW | constants.O_NONBLOCK;

/** A file that grows until it is whole, and is gone on with where an earlier run stopped. */
export interface PartFile {
  readonly size: () => number;
  append(bytes: Uint8Array): Promise<void>;
  /** All of it, in pieces. */
  read(): AsyncIterable<Uint8Array>;
  /** Leaves it for the next run. */
  close(): Promise<void>;
  /** It has served. */
  remove(): Promise<void>;
}

/** Opens or makes a file of mode 0600; one that is longer than `most` is begun anew. */
export async function openPart(directory: string, name: string, most: number): Promise<PartFile> {
  const path = join(directory, name);
  const file = await open(path, OPEN, 0o600).catch((error: unknown) => {
    throw new Exit(EXIT.cantCreate, `no file can be created in ${directory} (${reasonOf(error)})`);
  });
  const stat = await file.stat();
  if (!stat.isFile() || stat.uid !== process.geteuid?.()) {
    await file.close();
    throw new Exit(EXIT.cantCreate, `${path} is not a file of ours`);
  }
  if (stat.size > most) await file.truncate(0);
  let size = stat.size > most ? 0 : stat.size;
  return {
    size: () => size,
    async append(bytes) {
      await file.appendFile(bytes).catch((error: unknown) => {
        throw new Exit(EXIT.ioErr, `${path} cannot be written (${reasonOf(error)})`);
      });
      size += bytes.length;
    },
    read: () => file.createReadStream({ start: 0, autoClose: false }),
    close: () => file.close(),
    async remove() {
      await file.close();
      await rm(path, { force: true });
    },
  };
}
