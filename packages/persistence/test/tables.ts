import { persistenceItemSchema } from "../src/item.ts";
import { MECHANISMS } from "../src/mechanisms/index.ts";
import { CONTEXT, SIGNALS } from "../src/signals.ts";
import { CATALOGUE } from "./catalogue.ts";
import { PLANTS } from "./corpus/index.ts";

/** The README's tables: fields, signals, context. */
export function readmeTables(): string[] {
  const fields = Object.entries(persistenceItemSchema.shape).filter(
    ([name]) => !/_(base64|dropped|dropped_bytes)$/.test(name),
  );
  return [
    table(
      ["field", "meaning"],
      fields.map(([name, { description }]) => [`\`${name}\``, description ?? ""]),
    ),
    table(
      ["signal", "meaning"],
      Object.entries(SIGNALS).map(([id, meaning]) => [`\`${id}\``, meaning]),
    ),
    table(
      ["context", "meaning"],
      Object.entries(CONTEXT).map(([id, meaning]) => [`\`${id}\``, meaning]),
    ),
  ];
}

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
    "Generated from `src/mechanisms` by `vitest run -u test/documents.test.ts`.",
    "",
    `${rows.size} of ${CATALOGUE.length} rows of the catalogue, ${MECHANISMS.length} mechanisms.`,
    "Sources that name a row: P PANIX, A Atomic Red Team, F ForensicArtifacts, U UAC (u: because it copies all of /etc),",
    "D dissect.target, O osquery, E Elastic rules, S Sigma, V Velociraptor, X its exchange.",
    "",
    table(["row", "mechanism", "technique", "what", "trigger", "sources", "places", "tested entries"], lines),
    "",
    `Rows without a mechanism: ${missing.length === 0 ? "none." : ""}`,
    ...missing.map(([row, title]) => `- ${row} ${title}`),
    "",
  ].join("\n");
}

function placesOf(paths: (typeof MECHANISMS)[number]["paths"]): string {
  const families = Object.entries(paths).map(([family, globs]) => {
    const shown = globs.map((glob) => `\`${glob.replaceAll("|", "\\|")}\``).join(" ");
    return family === "any" ? shown : `${family}: ${shown}`;
  });
  return families.length === 0 ? "found among the others' places" : families.join("; ");
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(" | ")} |`;
  return [line(head), line(head.map(() => "---")), ...rows.map(line)].join("\n");
}
