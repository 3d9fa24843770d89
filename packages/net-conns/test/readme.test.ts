import { readFile } from "node:fs/promises";
import { markdownTable, phaseParts, withParts } from "@livetriage/triage-core/testing";
import { expect, test } from "vitest";
import { netConns } from "../src/index.ts";
import { NO_OWNER_REASONS } from "../src/item/words.ts";
import { MARKS } from "../src/marks.ts";

const README = new URL("../README.md", import.meta.url);
const GOLDEN = new URL("../golden/debian12-6.18.44-x86_64-root.ndjson", import.meta.url);

const signals = markdownTable(
  ["id", "kind", "ATT&CK", "what it means", "common harmless cause"],
  MARKS.map(({ id, level, technique, meaning, harmless }) => [`\`${id}\``, level, technique, meaning, harmless]),
);

test("README.md has what the phase declares (`vitest run test/readme -u` writes it)", async () => {
  const parts = phaseParts(netConns, await readFile(GOLDEN, "utf8"), ({ local_port }) => local_port === 31337);
  await expect(withParts(await readFile(README, "utf8"), { ...parts, signals })).toMatchFileSnapshot("../README.md");
});

test("README.md tells every reason for a socket without owner", async () => {
  const readme = await readFile(README, "utf8");
  for (const reason of NO_OWNER_REASONS) expect(readme).toContain(`\n| \`${reason}\` |`);
});
