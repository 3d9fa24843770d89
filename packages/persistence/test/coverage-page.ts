import { markdownTable } from "@livetriage/triage-core/testing";
import { MECHANISMS } from "../src/mechanisms/index.ts";
import { CATALOGUE } from "./catalogue.ts";
import { PLANTS } from "./corpus/index.ts";

/** COVERAGE.md: each mechanism with its row of the catalogue, its places by distribution, and how many plants test it. */
export function coveragePage(): string {
  const rows = new Set(MECHANISMS.map(({ row }) => row));
  const plants = PLANTS.flatMap((plant) => plant.expect.map(({ mechanism }) => mechanism));
  const lines = MECHANISMS.toSorted((a, b) => a.row - b.row).map((mechanism) => [
    String(mechanism.row),
    `\`${mechanism.id}\``,
    mechanism.technique,
    `${mechanism.doc}${mechanism.rare === true ? " (with `mechanisms=all`)" : ""}`,
    mechanism.trigger,
    CATALOGUE[mechanism.row - 1]?.[1] ?? "",
    placesOf(mechanism.paths),
    String(plants.filter((id) => id === mechanism.id).length),
  ]);
  const missing = CATALOGUE.map(([title], index) => [index + 1, title] as const).filter(([row]) => !rows.has(row));
  return [
    "# Mechanisms covered",
    "",
    "Generated from `src/mechanisms` by `vitest run test/documents.test.ts -u`.",
    "",
    `${rows.size} of ${CATALOGUE.length} rows of the catalogue, ${MECHANISMS.length} mechanisms.`,
    "Sources that name a row: P PANIX, A Atomic Red Team, F ForensicArtifacts, U UAC (u: because it copies all of /etc),",
    "D dissect.target, O osquery, E Elastic rules, S Sigma, V Velociraptor, X its exchange.",
    "",
    markdownTable(["row", "mechanism", "technique", "what", "trigger", "sources", "places", "tested entries"], lines),
    "",
    `Rows without a mechanism: ${missing.length === 0 ? "none." : ""}`,
    ...missing.map(([row, title]) => `- ${row} ${title}`),
    "",
  ].join("\n");
}

function placesOf(paths: (typeof MECHANISMS)[number]["paths"]): string {
  const families = Object.entries(paths).map(([family, globs]) => {
    const shown = globs.map((glob) => `\`${glob}\``).join(" ");
    return family === "any" ? shown : `${family}: ${shown}`;
  });
  return families.length === 0 ? "found among the others' places" : families.join("; ");
}
