import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { open } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { Collection } from "../schema/collection.ts";

type Hashes = Pick<Collection["tool"], "sha256" | "reader_sha256">;

/** sha256 of the program file that runs and of the sealed reader beside it; null when there is no single file. */
export async function toolHashes(program: string | null): Promise<Hashes> {
  if (program === null) return { sha256: null };
  const reader = join(dirname(program), "reader.cjs");
  return { sha256: await sha256Of(program), ...(existsSync(reader) ? { reader_sha256: await sha256Of(reader) } : {}) };
}

/** An executable is large: it is read in parts, between which all others have their turn. */
async function sha256Of(file: string): Promise<string> {
  const hash = createHash("sha256");
  const part = Buffer.allocUnsafe(1 << 20);
  await using handle = await open(file);
  for (;;) {
    const { bytesRead } = await handle.read(part);
    if (bytesRead === 0) return hash.digest("hex");
    hash.update(part.subarray(0, bytesRead));
  }
}
