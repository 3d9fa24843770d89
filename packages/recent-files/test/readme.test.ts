import { readFile } from "node:fs/promises";
import { markdownTable, phaseParts, withParts } from "@livetriage/triage-core/testing";
import { expect, test } from "vitest";
import { CONTEXT, OPEN_CONTEXT } from "../src/context.ts";
import { recentFiles } from "../src/phase.ts";
import { HOME_CACHES, ROOTS } from "../src/roots.ts";
import { SIGNALS } from "../src/signals.ts";

const README = new URL("../README.md", import.meta.url);
const GOLDEN = new URL("../golden/debian12-6.18.44-x86_64-root.ndjson", import.meta.url);

const signals = markdownTable(
  ["id", "kind", "what it means"],
  [
    ...SIGNALS.map(({ id, doc }) => [`\`${id}\``, "signal", doc]),
    ...CONTEXT.map(({ id, doc }) => [`\`${id}\``, "context", doc]),
    ...Object.entries(OPEN_CONTEXT).map(([id, doc]) => [`\`${id}\``, "context", doc]),
  ],
);

const roots = markdownTable(
  ["path", "place", "distributions"],
  ROOTS.map(({ path, place, distributions }) => [`\`${path}\``, place, distributions]),
);

const caches = `${HOME_CACHES.map((path) => `\`${path}\``).join(", ")}.`;

test("README.md has what the phase declares (`vitest run test/readme -u` writes it)", async () => {
  const hasSignal = (item: object) => (item as { signals: string[] }).signals.length > 0;
  const parts = phaseParts(recentFiles, await readFile(GOLDEN, "utf8"), hasSignal);
  await expect(withParts(await readFile(README, "utf8"), { ...parts, signals, caches, roots })).toMatchFileSnapshot(
    "../README.md",
  );
});
