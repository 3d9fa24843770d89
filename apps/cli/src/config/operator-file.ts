import { open } from "node:fs/promises";
import { EXIT, Exit, reasonOf } from "../exit.ts";
import type { Io } from "../io.ts";

/** More than anything that we write, and less than the longest string of the runtime. */
export const MOST_BYTES = 400 * 1024 * 1024;

/** A file that the operator names, or all of standard input for `-`. */
export async function readOperatorFile(path: string, io: Io): Promise<Uint8Array> {
  const bytes = path === "-" ? await io.stdin(MOST_BYTES) : await readAll(path);
  if (bytes.length > MOST_BYTES) throw new Exit(EXIT.dataErr, `${path} is larger than ${MOST_BYTES} bytes`);
  return bytes;
}

/** The same, null when there is no such file. */
export async function readIfThere(path: string, io: Io): Promise<Uint8Array | null> {
  return readOperatorFile(path, io).catch((error: unknown) => {
    if (error instanceof Exit && error.code === EXIT.noInput) return null;
    throw error;
  });
}

async function readAll(path: string): Promise<Uint8Array> {
  try {
    const file = await open(path);
    try {
      const chunks: Uint8Array[] = [];
      let size = 0;
      for await (const chunk of file.createReadStream({ autoClose: false, end: MOST_BYTES })) {
        chunks.push(chunk as Uint8Array);
        size += (chunk as Uint8Array).length;
      }
      return Buffer.concat(chunks, size);
    } finally {
      await file.close();
    }
  } catch (error) {
    throw new Exit(EXIT.noInput, `${path} cannot be read (${reasonOf(error)})`);
  }
}
