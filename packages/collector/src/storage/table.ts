import type { DatabaseSync, SQLInputValue, SQLOutputValue, StatementSync } from "node:sqlite";
import { crc32 } from "node:zlib";
import { toHex } from "@livetriage/proto-types";
import type { Column } from "./column.ts";
import { StorageDamaged, withStorageErrors } from "./storage-errors.ts";

/** How records of one kind stand in the database: a column for each field, by the same name. */
export interface TableSpec<T> {
  readonly name: string;
  /** Fields of the primary key. */
  readonly key: readonly (keyof T & string)[];
  readonly columns: { readonly [Field in keyof T & string]: Column<T[Field]> };
  /** `UNIQUE` and `WHERE` as SQL has them. */
  readonly indexes?: readonly {
    readonly on: readonly (keyof T & string)[];
    readonly unique?: true;
    readonly where?: string;
  }[];
}

type Columns<T> = [keyof T & string, Column<T[keyof T & string]>][];
type Row = Record<string, SQLOutputValue>;

/** Rows that are read in one go. */
const PAGE = 500;

/** Records of a table that are kept at hand. */
const RECENT = 512;

/** A table whose rows carry a checksum each, for SQLite notices damage to its structure only. */
export class Table<T> {
  readonly #db: DatabaseSync;
  readonly #spec: TableSpec<T>;
  readonly #columns: Columns<T>;
  readonly #statements = new Map<string, StatementSync>();
  readonly #byKey: string;
  readonly #upsert: string;
  /** What was asked for by its key or written last. */
  readonly #recent = new Map<string, T>();

  constructor(db: DatabaseSync, spec: TableSpec<T>) {
    this.#db = db;
    this.#spec = spec;
    this.#columns = Object.entries(spec.columns) as Columns<T>;
    this.#byKey = `WHERE ${spec.key.map((field) => `${field} = ?`).join(" AND ")}`;
    this.#upsert = upsertOf(spec);
    const columns = this.#columns.map(([field, { type }]) => `${field} ${type}`);
    const key = `PRIMARY KEY (${spec.key.join(", ")})`;
    db.exec(`CREATE TABLE IF NOT EXISTS ${spec.name} (${[...columns, "crc INTEGER NOT NULL", key].join(", ")}) STRICT`);
    for (const { on, unique, where } of spec.indexes ?? []) {
      const index = `${unique === true ? "UNIQUE INDEX" : "INDEX"} IF NOT EXISTS ${[spec.name, "by", ...on].join("_")}`;
      db.exec(`CREATE ${index} ON ${spec.name} (${on.join(", ")}) ${where === undefined ? "" : `WHERE ${where}`}`);
    }
  }

  /** Adds a record or replaces the one with its key. */
  put(record: T): void {
    const values = this.#columns.map(([field, { write }]) => write(record[field]));
    this.#prepare(this.#upsert).run(...values, crcOf(values));
    this.#keep(this.#spec.key.map((field) => record[field]).join(" "), record);
  }

  /** The records that a clause (`WHERE …`) selects; a damaged one is left to `damage`. */
  all(clause: string, ...values: readonly SQLInputValue[]): T[] {
    return this.#rows(clause, values).flatMap((row) => (this.#isWhole(row) ? [this.#read(row)] : []));
  }

  /**
   * The record that a clause selects.
   *
   * Errors: StorageDamaged.
   */
  one(clause: string, ...values: readonly SQLInputValue[]): T | null {
    const [row] = this.#rows(`${clause} LIMIT 1`, values);
    if (row === undefined) return null;
    if (!this.#isWhole(row)) throw new StorageDamaged(this.#complaint(row));
    return this.#read(row);
  }

  /** How many rows a clause selects. */
  count(clause: string, ...values: readonly SQLInputValue[]): number {
    const sql = `SELECT count(*) AS rows FROM ${this.#spec.name} ${clause}`;
    return withStorageErrors(() => this.#prepare(sql).get(...values))?.["rows"] as number;
  }

  /**
   * The record with this key.
   *
   * Errors: StorageDamaged.
   */
  get(...key: readonly string[]): T | null {
    const name = key.join(" ");
    const record = this.#recent.get(name) ?? this.one(this.#byKey, ...key);
    if (record !== null) this.#keep(name, record);
    return record;
  }

  /** Nothing is at hand any more: what was written may not have come to stay. */
  forget(): void {
    this.#recent.clear();
  }

  delete(clause: string, ...values: readonly SQLInputValue[]): void {
    this.forget();
    this.#prepare(`DELETE FROM ${this.#spec.name} ${clause}`).run(...values);
  }

  /** Every record in the order in which they were added, read as asked for, while others write. */
  *every(): Generator<T> {
    for (const row of this.#everyRow()) if (this.#isWhole(row)) yield this.#read(row);
  }

  /** One line for each row that is not what was written. */
  *damage(): Generator<string> {
    for (const row of this.#everyRow()) if (!this.#isWhole(row)) yield this.#complaint(row);
  }

  *#everyRow(): Generator<Row> {
    let last = 0;
    for (;;) {
      const rows = this.#rows(`WHERE rowid > ? ORDER BY rowid LIMIT ${PAGE}`, [last]);
      if (rows.length === 0) return;
      yield* rows;
      const next = rows.at(-1)?.["rowid"] as number;
      if (next <= last) throw new StorageDamaged(`${this.#spec.name}: its rows are out of order`);
      last = next;
    }
  }

  #keep(name: string, record: T): void {
    if (this.#recent.size === RECENT) this.forget();
    this.#recent.set(name, record);
  }

  #rows(clause: string, values: readonly SQLInputValue[]): Row[] {
    return withStorageErrors(() => this.#prepare(`SELECT rowid, * FROM ${this.#spec.name} ${clause}`).all(...values));
  }

  #read(row: Row): T {
    return Object.fromEntries(this.#columns.map(([field, { read }]) => [field, read(row[field] as never)])) as T;
  }

  #isWhole(row: Row): boolean {
    return row["crc"] === crcOf(this.#columns.map(([field]) => row[field] as SQLInputValue));
  }

  #complaint(row: Row): string {
    return `${this.#spec.name}: the row ${this.#spec.key.map((field) => String(row[field])).join(" ")} is damaged`;
  }

  #prepare(sql: string): StatementSync {
    const statement = this.#statements.get(sql) ?? this.#db.prepare(sql);
    this.#statements.set(sql, statement);
    return statement;
  }
}

function upsertOf<T>({ name, key, columns }: TableSpec<T>): string {
  const names = [...Object.keys(columns), "crc"];
  const changes = names.map((name) => `${name} = excluded.${name}`);
  const insert = `INSERT INTO ${name} (${names.join(", ")}) VALUES (${names.map(() => "?").join(", ")})`;
  return `${insert} ON CONFLICT (${key.join(", ")}) DO UPDATE SET ${changes.join(", ")}`;
}

function crcOf(values: readonly SQLInputValue[]): number {
  return crc32(JSON.stringify(values.map((value) => (value instanceof Uint8Array ? toHex(value) : value))));
}
