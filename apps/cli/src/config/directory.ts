import { stat } from "node:fs/promises";
import { resolve } from "node:path";

/** The absolute path of a directory that the operator names, null when it is none. */
export async function directoryPath(text: string): Promise<string | null> {
  const path = resolve(text);
  const found = await stat(path).catch(() => null);
  return found?.isDirectory() === true ? path : null;
}
