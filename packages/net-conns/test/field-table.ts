import { z } from "zod";
import type { Mark } from "../src/marks.ts";

interface Field {
  readonly description?: string;
  readonly type?: string;
  readonly anyOf?: readonly Field[];
  readonly items?: Field;
}

/** The fields of an item as a Markdown table, from its schema. */
export function fieldTable(item: z.ZodType): string {
  const schema = z.toJSONSchema(item) as { properties: Record<string, Field>; required: string[] };
  const rows = Object.entries(schema.properties).map(([name, field]) => {
    const absent = schema.required.includes(name) ? "" : ", may be absent";
    return `| \`${name}\` | ${typeOf(field)}${absent} | ${field.description} |`;
  });
  return ["| field | type | meaning, source |", "|---|---|---|", ...rows].join("\n");
}

function typeOf(field: Field): string {
  if (field.anyOf !== undefined) return field.anyOf.map(typeOf).join(" or ");
  return field.type === "array" ? `list of ${typeOf(field.items ?? {})}` : (field.type ?? "any");
}

/** The limits of a phase as a Markdown table. */
export function capTable(caps: Readonly<Record<string, { default: number; unit: string; doc: string }>>): string {
  const rows = Object.entries(caps).map(([name, cap]) => `| \`${name}\` | ${cap.default} ${cap.unit} | ${cap.doc} |`);
  return ["| cap | default | meaning |", "|---|---|---|", ...rows].join("\n");
}

/** Signals and context of a phase as a Markdown table. */
export function markTable(marks: readonly Mark[]): string {
  const rows = marks.map(
    ({ id, level, technique, meaning, harmless }) =>
      `| \`${id}\` | ${level} | ${technique} | ${meaning} | ${harmless} |`,
  );
  return ["| id | level | ATT&CK | meaning | common harmless cause |", "|---|---|---|---|---|", ...rows].join("\n");
}
