import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { coveragePage, readmeTables } from "./tables.ts";

test("COVERAGE.md is what the mechanisms say", async () => {
  await expect(coveragePage()).toMatchFileSnapshot("../COVERAGE.md");
});

test("the README has the tables of the schema", () => {
  const readme = readFileSync(new URL("../README.md", import.meta.url), "utf8");
  for (const table of readmeTables()) expect(readme).toContain(table);
});
