import { backup, DatabaseSync } from "node:sqlite";
import { groupCommit } from "./group-commit.ts";
import { StorageDamaged, toStorageError, withStorageErrors } from "./storage-errors.ts";
import { Table } from "./table.ts";
import { COMMANDS, EXTENTS, HEADS, RUNS, SEEN, SENSORS, TARGETS, TOKENS, UPLOADS } from "./tables.ts";

/** Grows when tables change; an older program must not write into a newer file. */
const LAYOUT = 1;

/** Nothing else is done while SQLite writes and syncs, so it does for a part of the time; what comes meanwhile gathers. */
const WRITING_SHARE = 0.25;

/** More than a file has: what Node takes for a number of pages ends here. */
const MOST_PAGES = 2 ** 31 - 1;

type Outcome = { readonly ok: true; readonly value: unknown } | { readonly ok: false; readonly error: unknown };

/** The records of a Collector in one SQLite file. */
export type Database = ReturnType<typeof openDatabase>;

/**
 * Open the file, or make it; `:memory:` for none.
 *
 * Errors: StorageDamaged, StorageFull.
 */
export function openDatabase(path: string) {
  const { db, tables } = withStorageErrors(() => {
    const db = prepare(new DatabaseSync(path));
    return { db, tables: tablesOf(db) };
  });
  const forget = () => Object.values(tables).forEach((table) => table.forget());
  const write = groupCommit(
    async (operations: readonly (() => unknown)[]) => transact(db, operations, forget),
    WRITING_SHARE,
  );
  return {
    ...tables,
    /** Runs an operation on the tables, with others in one transaction; what it gives is durable then. */
    async write<T>(operation: () => T): Promise<T> {
      const outcome = await write(operation);
      if (!outcome.ok) throw toStorageError(outcome.error);
      return outcome.value as T;
    },
    /** One line for each thing that is not as it was written. */
    *damage(): Generator<string> {
      try {
        const rows = withStorageErrors(() => db.prepare("PRAGMA integrity_check").all());
        const lines = rows.map((row) => String(row["integrity_check"]));
        yield* lines.filter((line) => line !== "ok").map((line) => `meta.sqlite: ${line}`);
        for (const table of Object.values(tables)) yield* table.damage();
      } catch (error) {
        if (!(error instanceof StorageDamaged)) throw error;
        yield `meta.sqlite: ${error.message}`;
      }
    },
    /** A copy in a new file, taken while others write; there is none of `:memory:`. */
    backup: (file: string) => copyDatabase(path, file),
    close: () => db.close(),
  };
}

/**
 * In one go, for what is written meanwhile would have the copy begin again, and over a connection of its own, for one that
 * is inside a transaction gives none.
 */
async function copyDatabase(path: string, file: string): Promise<void> {
  if (path === ":memory:") throw new Error("records in memory have no backup");
  const db = new DatabaseSync(path, { readOnly: true });
  try {
    await backup(db, file, { rate: MOST_PAGES });
  } finally {
    db.close();
  }
}

function tablesOf(db: DatabaseSync) {
  return {
    sensors: new Table(db, SENSORS),
    seen: new Table(db, SEEN),
    tokens: new Table(db, TOKENS),
    commands: new Table(db, COMMANDS),
    runs: new Table(db, RUNS),
    targets: new Table(db, TARGETS),
    uploads: new Table(db, UPLOADS),
    extents: new Table(db, EXTENTS),
    heads: new Table(db, HEADS),
  };
}

/** What an earlier process wrote and may not have synced is made durable before anyone builds upon it. */
function prepare(db: DatabaseSync): DatabaseSync {
  db.exec("PRAGMA busy_timeout = 10000"); // `backup` and `verify` may look on from another process
  db.exec("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA wal_checkpoint(TRUNCATE)");
  const layout = db.prepare("PRAGMA user_version").get()?.["user_version"];
  if (typeof layout === "number" && layout > LAYOUT) {
    throw new StorageDamaged(`meta.sqlite has layout ${layout}, this program knows ${LAYOUT}`);
  }
  db.exec(`PRAGMA user_version = ${LAYOUT}`);
  return db;
}

/** All operations in one transaction; when that fails, each in one of its own. */
function transact(db: DatabaseSync, operations: readonly (() => unknown)[], forget: () => void): Outcome[] {
  try {
    db.exec("BEGIN IMMEDIATE");
    const outcomes = operations.map((operation): Outcome => ({ ok: true, value: operation() }));
    db.exec("COMMIT");
    return outcomes;
  } catch (error) {
    if (db.isTransaction) db.exec("ROLLBACK");
    forget();
    if (operations.length === 1) return [{ ok: false, error }];
    return operations.flatMap((operation) => transact(db, [operation], forget));
  }
}
