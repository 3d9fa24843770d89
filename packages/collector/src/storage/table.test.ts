import { DatabaseSync } from "node:sqlite";
import { expect, test } from "vitest";
import { NUMBER, TEXT } from "./column.ts";
import { Table } from "./table.ts";

interface Thing {
  readonly name: string;
  readonly size: number;
}

function things() {
  const db = new DatabaseSync(":memory:");
  return { db, table: new Table<Thing>(db, { name: "things", key: ["name"], columns: { name: TEXT, size: NUMBER } }) };
}

test("a record by its key is the one that was written last", () => {
  const { table } = things();
  expect(table.get("a")).toBeNull();
  for (const size of [1, 2]) {
    table.put({ name: "a", size });
    for (const record of [table.get("a"), table.get("a")]) expect(record).toEqual({ name: "a", size });
  }
  table.delete("WHERE size = ?", 2);
  expect(table.get("a")).toBeNull();
});

test("what a transaction wrote that did not come to stay is forgotten", () => {
  const { db, table } = things();
  db.exec("BEGIN");
  table.put({ name: "a", size: 1 });
  table.get("a");
  db.exec("ROLLBACK");
  table.forget();
  expect(table.get("a")).toBeNull();
});

test("more records than are kept at hand", () => {
  const { table } = things();
  for (let size = 0; size < 2000; size += 1) table.put({ name: String(size), size });
  for (let size = 0; size < 2000; size += 1) expect(table.get(String(size))?.size).toBe(size);
});
