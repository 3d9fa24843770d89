import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";

/** sha256 of the program file that runs, null when there is no single one. */
export function toolHash(program: string | null): string | null {
  return program === null ? null : createHash("sha256").update(readFileSync(program)).digest("hex");
}
