import { createHash } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import type { Collection } from "../schema/collection.ts";

type Hashes = Pick<Collection["tool"], "sha256" | "reader_sha256">;

/** sha256 of the program file that runs and of the sealed reader beside it; null when there is no single file. */
export function toolHashes(program: string | null): Hashes {
  if (program === null) return { sha256: null };
  const reader = join(dirname(program), "reader.cjs");
  return { sha256: sha256Of(program), ...(existsSync(reader) ? { reader_sha256: sha256Of(reader) } : {}) };
}

function sha256Of(file: string): string {
  return createHash("sha256").update(readFileSync(file)).digest("hex");
}
