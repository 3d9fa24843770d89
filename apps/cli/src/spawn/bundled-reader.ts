import { existsSync } from "node:fs";
import { dirname, join } from "node:path";

/** File of the sealed reader beside the bundled command; null when we run from our sources. */
export function bundledReader(program: string | null): string | null {
  if (program === null) return null;
  const reader = join(dirname(program), "reader.cjs");
  return existsSync(reader) ? reader : null;
}
