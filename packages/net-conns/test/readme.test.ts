import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { netConns } from "../src/index.ts";
import { NO_OWNER_REASONS } from "../src/item/words.ts";
import { MARKS } from "../src/marks.ts";
import { capTable, fieldTable, markTable } from "./field-table.ts";

const readme = readFileSync(new URL("../README.md", import.meta.url), "utf8");

test("README.md has the fields, caps and signals that the phase declares", () => {
  expect(readme).toContain(fieldTable(netConns.item));
  expect(readme).toContain(capTable(netConns.caps));
  expect(readme).toContain(markTable(MARKS));
});

test("README.md tells every reason for a socket without owner", () => {
  for (const reason of NO_OWNER_REASONS) expect(readme).toContain(`\n| \`${reason}\` |`);
});
