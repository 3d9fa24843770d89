import { readFile } from "node:fs/promises";
import { expect, test } from "vitest";
import { withTables } from "./readme-tables.ts";

const README = new URL("../README.md", import.meta.url);

test("README.md lists every field, signal and cap as they are (vitest run -u writes it)", async () => {
  await expect(withTables(await readFile(README, "utf8"))).toMatchFileSnapshot("../README.md");
});
