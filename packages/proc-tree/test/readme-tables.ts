import { z } from "zod";
import { FACTS } from "../src/facts.ts";
import { procTree } from "../src/phase.ts";
import { SIGNALS } from "../src/signals.ts";

interface Field {
  readonly description?: string;
  readonly source?: string;
  readonly type?: string | readonly string[];
  readonly anyOf?: readonly Field[];
  readonly items?: Field;
}

/** The tables of README.md, by the name of the mark that they stand behind. */
function readmeTables(): Record<string, string> {
  return { fields: fieldTable(), signals: signalTable(), facts: factTable(), caps: capTable() };
}

/** The README with its tables made anew; each stands between `<!-- NAME -->` and `<!-- /NAME -->`. */
export function withTables(readme: string): string {
  let text = readme;
  for (const [name, table] of Object.entries(readmeTables())) {
    const place = new RegExp(`(<!-- ${name} -->\\n)[\\s\\S]*?(<!-- /${name} -->)`);
    if (!place.test(text)) throw new Error(`README.md has no place for the table ${name}`);
    text = text.replace(place, (_all, from: string, to: string) => `${from}\n${table}\n${to}`);
  }
  return text;
}

function fieldTable(): string {
  const { properties } = z.toJSONSchema(procTree.item, { unrepresentable: "any" }) as {
    properties: Record<string, Field>;
  };
  const rows = Object.entries(properties).map(
    ([name, field]) => `| \`${name}\` | ${typeName(field)} | ${field.source} | ${field.description} |`,
  );
  return ["| field | type | source | what it is |", "|---|---|---|---|", ...rows].join("\n");
}

function signalTable(): string {
  const rows = SIGNALS.map(
    ({ id, kind, technique, means, harmless }) =>
      `| \`${id}\` | ${kind} | ${technique ?? "–"} | ${means} | ${harmless} |`,
  );
  return ["| id | kind | ATT&CK | what it means | common harmless cause |", "|---|---|---|---|---|", ...rows].join(
    "\n",
  );
}

function factTable(): string {
  const rows = Object.entries(FACTS).map(([id, means]) => `| \`${id}\` | ${means} |`);
  return ["| id | what it tells |", "|---|---|", ...rows].join("\n");
}

function capTable(): string {
  const rows = Object.entries(procTree.caps).map(
    ([name, cap]) => `| \`${name}\` | ${cap.default} ${cap.unit} | ${cap.doc} |`,
  );
  return ["| cap | default | what it limits |", "|---|---|---|", ...rows].join("\n");
}

function typeName(field: Field): string {
  if (field.anyOf !== undefined) return field.anyOf.map(typeName).join(" or ");
  if (field.type === "array") return `list of ${field.items === undefined ? "any" : typeName(field.items)}`;
  return [field.type].flat().join(" or ");
}
