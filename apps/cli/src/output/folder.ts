import { mkdir } from "node:fs/promises";
import { resolve } from "node:path";
import { EXIT, Exit, reasonOf } from "../exit.ts";

/** Makes a new directory of mode 0700 and gives its absolute path. */
export async function makeFolder(text: string): Promise<string> {
  const path = resolve(text);
  await mkdir(path, { mode: 0o700 }).catch((error: unknown) => {
    throw new Exit(EXIT.cantCreate, `${path} cannot be made (${reasonOf(error)})`);
  });
  return path;
}

/** Makes a directory of mode 0700 where there is none yet. */
export async function makeDirectory(path: string): Promise<void> {
  await mkdir(path, { recursive: true, mode: 0o700 }).catch((error: unknown) => {
    throw new Exit(EXIT.cantCreate, `${path} cannot be made (${reasonOf(error)})`);
  });
}
