import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { openDatabase } from "./database.ts";

const folder = mkdtempSync(join(tmpdir(), "livetriage-database-"));
afterAll(() => rmSync(folder, { recursive: true }));

test("a copy is taken whole while a transaction is open", async () => {
  const db = openDatabase(join(folder, "meta.sqlite"));
  try {
    for (let round = 1; round <= 60; round++) {
      const copying = db.backup(join(folder, `copy-${round}.sqlite`));
      await db.write(() => {
        for (let n = 0; n < 200; n++) db.heads.put({ log: `${round}-${n}`, seq: n, sha256: "00" });
      });
      await copying;
      const copy = openDatabase(join(folder, `copy-${round}.sqlite`));
      const first = copy.heads.get(`${round - 1}-0`);
      copy.close();
      expect(first === null).toBe(round === 1);
    }
  } finally {
    db.close();
  }
});

test("records in memory have no backup", async () => {
  const db = openDatabase(":memory:");
  await expect(db.backup(join(folder, "none.sqlite"))).rejects.toThrow("records in memory have no backup");
  db.close();
});

test("what a transaction put before it failed is not there, and what others put with it is", async () => {
  const db = openDatabase(":memory:");
  const failing = db.write(() => {
    db.heads.put({ log: "failed", seq: 1, sha256: "00" });
    throw new Error("no");
  });
  const others = db.write(() => db.heads.put({ log: "other", seq: 2, sha256: "00" }));
  await expect(failing).rejects.toThrow("no");
  await others;
  expect([db.heads.get("failed"), db.heads.get("other")?.seq]).toEqual([null, 2]);
  db.close();
});
