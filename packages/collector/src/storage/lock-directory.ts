import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";

/** Source: sqlite3.h */
const SQLITE_BUSY = 5;

/**
 * Hold a Collector's directory for one process: it ends with what is returned, or with the process, however that ends.
 *
 * Errors: an Error of one sentence when another process holds it.
 */
export function lockDirectory(dir: string): () => void {
  const lock = new DatabaseSync(join(dir, "lock")); // an empty file; the lock is the kernel's, fcntl(2)
  try {
    lock.exec("BEGIN EXCLUSIVE");
  } catch (error) {
    lock.close();
    if ((error as { errcode?: number }).errcode !== SQLITE_BUSY) throw error;
    throw new Error(`${dir} is served by another Collector`, { cause: error });
  }
  return () => lock.close();
}
