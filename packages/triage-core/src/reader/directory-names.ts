import { type Dirent, opendirSync, readdirSync } from "node:fs";
import type { FileType } from "../contract/host-reader.ts";

/** Names are held one byte a character. */
const ONE_BYTE = { encoding: "latin1" as BufferEncoding };

/** A name in a directory. */
export interface DirectoryName {
  readonly name: string;
  /** As the directory tells it; `unknown` where it does not and the file cannot be asked, for it may be gone. */
  readonly type: FileType;
}

/** The names of a directory, one after another; null at the end. */
export interface DirectoryNames {
  next(): DirectoryName | null;
  close(): void;
}

/**
 * The names as readdir(3) gives them. Where a type is missing, as for a process that ends while /proc is listed, Node
 * asks the file for it, and if that fails throws away every name that it took at once: so it takes one at a time.
 */
export function openNames(path: string): DirectoryNames {
  const dir = opendirSync(path, { ...ONE_BYTE, bufferSize: 1 });
  const next = () => {
    try {
      const entry = dir.readSync();
      return entry === null ? null : { name: entry.name, type: typeOf(entry) };
    } catch (error) {
      return nameWithoutType(error as NodeJS.ErrnoException);
    }
  };
  return { next, close: () => dir.closeSync() };
}

/** The names as scandir(3) gives them, which a hook of readdir(3) does not see; all at once and without types. */
export function scanNames(path: string): DirectoryNames {
  const names = readdirSync(path, ONE_BYTE).values();
  const next = () => {
    const { value: name } = names.next();
    return name === undefined ? null : { name, type: "unknown" as const };
  };
  return { next, close: () => undefined };
}

function nameWithoutType(error: NodeJS.ErrnoException): DirectoryName {
  if (error.syscall !== "lstat" || error.path === undefined) throw error;
  return { name: error.path.slice(error.path.lastIndexOf("/") + 1), type: "unknown" };
}

function typeOf(entry: Dirent): FileType {
  if (entry.isFile()) return "file";
  if (entry.isDirectory()) return "directory";
  if (entry.isSymbolicLink()) return "symlink";
  if (entry.isFIFO()) return "fifo";
  if (entry.isSocket()) return "socket";
  if (entry.isCharacterDevice()) return "char";
  return entry.isBlockDevice() ? "block" : "unknown";
}
