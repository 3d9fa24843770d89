import { createHash } from "node:crypto";
import { closeSync, existsSync, openSync, readSync } from "node:fs";
import { dirname, join } from "node:path";
import type { Collection } from "../schema/collection.ts";

type Hashes = Pick<Collection["tool"], "sha256" | "reader_sha256">;

/** sha256 of the program file that runs and of the sealed reader beside it; null when there is no single file. */
export function toolHashes(program: string | null): Hashes {
  if (program === null) return { sha256: null };
  const reader = join(dirname(program), "reader.cjs");
  return { sha256: sha256Of(program), ...(existsSync(reader) ? { reader_sha256: sha256Of(reader) } : {}) };
}

/** An executable is large: it is read in parts. */
function sha256Of(file: string): string {
  const hash = createHash("sha256");
  const part = Buffer.allocUnsafe(1 << 20);
  const fd = openSync(file, "r");
  for (let length = readSync(fd, part); length > 0; length = readSync(fd, part)) hash.update(part.subarray(0, length));
  closeSync(fd);
  return hash.digest("hex");
}
