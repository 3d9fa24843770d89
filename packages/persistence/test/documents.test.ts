import { readFile } from "node:fs/promises";
import { markdownTable, phaseParts, withParts } from "@livetriage/triage-core/testing";
import { expect, test } from "vitest";
import { persistence } from "../src/phase.ts";
import { CONTEXT, SIGNALS } from "../src/signals.ts";
import { coveragePage } from "./coverage-page.ts";

const README = new URL("../README.md", import.meta.url);
const GOLDEN = new URL("../golden/debian12-6.18.44-x86_64-root.ndjson", import.meta.url);

const signals = markdownTable(
  ["id", "kind", "what it means"],
  [
    ...Object.entries(SIGNALS).map(([id, meaning]) => [`\`${id}\``, "signal", meaning]),
    ...Object.entries(CONTEXT).map(([id, meaning]) => [`\`${id}\``, "context", meaning]),
  ],
);

test("COVERAGE.md is what the mechanisms say (`vitest run test/documents -u` writes it)", async () => {
  await expect(coveragePage()).toMatchFileSnapshot("../COVERAGE.md");
});

test("README.md has what the phase declares (`vitest run test/documents -u` writes it)", async () => {
  const parts = phaseParts(persistence, await readFile(GOLDEN, "utf8"), ({ mechanism }) => mechanism === "cron_d");
  await expect(withParts(await readFile(README, "utf8"), { ...parts, signals })).toMatchFileSnapshot("../README.md");
});
