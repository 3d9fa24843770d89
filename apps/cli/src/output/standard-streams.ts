import { createWriteStream, fstatSync } from "node:fs";
import type { Writable } from "node:stream";
import { isatty } from "node:tty";
import type { Output } from "../io.ts";

/**
 * A standard stream whose writes end when the system took the bytes.
 *
 * Node writes to a redirected regular file once and does not look how much was taken, so that a full disk cuts the
 * output silently; a stream of our own over the same descriptor writes on until all is there or the disk says no.
 */
export function standardOutput(fd: 1 | 2): Output {
  const standard = fd === 1 ? process.stdout : process.stderr;
  const stream: Writable = isRegularFile(fd) ? createWriteStream("", { fd, autoClose: false }) : standard;
  const terminal = isatty(fd);
  stream.on("error", () => undefined); // every failed write is told by its own callback
  return {
    write: (data) =>
      new Promise((resolve, reject) => {
        stream.write(data, (error) => (error == null ? resolve() : reject(error)));
      }),
    terminal,
    columns: (terminal ? standard.columns || 80 : Number(process.env["COLUMNS"])) || null,
  };
}

/** Standard input to its end, or to `limit` bytes and one more, which tells that there was more. */
export async function readStandardInput(limit: number): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of process.stdin as AsyncIterable<Uint8Array>) {
    chunks.push(chunk);
    size += chunk.length;
    if (size > limit) break;
  }
  return Buffer.concat(chunks).subarray(0, limit + 1);
}

function isRegularFile(fd: number): boolean {
  try {
    return fstatSync(fd).isFile();
  } catch {
    return false;
  }
}
