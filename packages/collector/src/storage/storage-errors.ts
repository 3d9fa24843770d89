/** The disk takes nothing now: it is full, failing or read-only. Nothing was changed. */
export class StorageFull extends Error {
  override readonly name = "StorageFull";
}

/** What was written is not what is read. */
export class StorageDamaged extends Error {
  override readonly name = "StorageDamaged";
}

const FULL = new Set(["ENOSPC", "EDQUOT", "EFBIG", "EIO", "EROFS"]);

/** SQLITE_READONLY, SQLITE_IOERR, SQLITE_FULL and SQLITE_CANTOPEN. */
const FULL_SQLITE = new Set([8, 10, 13, 14]);

/** SQLITE_CORRUPT and SQLITE_NOTADB. */
const DAMAGED_SQLITE = new Set([11, 26]);

/** What an error of the file system or of SQLite means to who asked. */
export function toStorageError(error: unknown): unknown {
  if (!(error instanceof Error)) return error;
  const { code = "", errcode = 0 } = error as { code?: string; errcode?: number };
  const sqlite = code === "ERR_SQLITE_ERROR" ? errcode & 0xff : 0;
  if (FULL.has(code) || FULL_SQLITE.has(sqlite)) return new StorageFull(error.message, { cause: error });
  return DAMAGED_SQLITE.has(sqlite) ? new StorageDamaged(error.message, { cause: error }) : error;
}

/** Ask the file system or SQLite for something, with errors that mean something to who asked. */
export function withStorageErrors<T>(ask: () => T): T {
  try {
    return ask();
  } catch (error) {
    throw toStorageError(error);
  }
}
