import { readFile } from "node:fs/promises";
import { markdownTable, phaseParts, withParts } from "@livetriage/triage-core/testing";
import { expect, test } from "vitest";
import { FACTS } from "../src/facts.ts";
import { procTree } from "../src/phase.ts";
import { SIGNALS } from "../src/signals.ts";

const README = new URL("../README.md", import.meta.url);
const GOLDEN = new URL("../golden/debian12-6.18.44-x86_64-root.ndjson", import.meta.url);

const signals = markdownTable(
  ["id", "kind", "ATT&CK", "what it means", "common harmless cause"],
  SIGNALS.map(({ id, kind, technique, means, harmless }) => [`\`${id}\``, kind, technique ?? "–", means, harmless]),
);

const facts = markdownTable(
  ["id", "what it tells"],
  Object.entries(FACTS).map(([id, means]) => [`\`${id}\``, means]),
);

test("README.md has what the phase declares (`vitest run test/readme -u` writes it)", async () => {
  const parts = phaseParts(procTree, await readFile(GOLDEN, "utf8"), ({ pid }) => pid === 45);
  await expect(withParts(await readFile(README, "utf8"), { ...parts, signals, facts })).toMatchFileSnapshot(
    "../README.md",
  );
});
