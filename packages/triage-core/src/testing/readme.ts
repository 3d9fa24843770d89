import { z } from "zod";
import type { AnyPhase } from "../contract/phase.ts";

type Item = Readonly<Record<string, unknown>>;

/** A field of an item or of the params, as far as a table of them needs it. */
interface Field {
  readonly type?: string | readonly string[];
  readonly enum?: readonly unknown[];
  readonly anyOf?: readonly Field[];
  readonly items?: Field;
  readonly description?: string;
  readonly source?: string;
  readonly flag?: string;
  readonly value?: string;
}

/**
 * A README with its generated parts made anew: each stands between `<!-- NAME -->` and `<!-- /NAME -->`.
 *
 * `await expect(withParts(readme, phaseParts(phase, golden, isWanted))).toMatchFileSnapshot("../README.md")`
 *
 * Errors: throws where the README has no place for a part.
 */
export function withParts(readme: string, parts: Readonly<Record<string, string>>): string {
  return Object.entries(parts).reduce((text, [name, part]) => {
    const place = new RegExp(`(?<=<!-- ${name} -->\n)[^]*?(?=<!-- /${name} -->)`);
    if (!place.test(text)) throw new RangeError(`the README has no place for ${name}`);
    return text.replace(place, () => `\n${part}\n\n`);
  }, readme);
}

/** The parts that the README of every phase has: an `item` of its golden events, `params`, `fields` and `caps`. */
export function phaseParts(phase: AnyPhase, golden: string, isWanted: (item: Item) => boolean) {
  return {
    item: exampleItem(golden, isWanted),
    params: paramTable(phase),
    fields: fieldTable(phase),
    caps: capTable(phase),
  };
}

/** A table in Markdown. */
export function markdownTable(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const lines = [head, head.map(() => "---"), ...rows.map((cells) => cells.map((cell) => cell.replaceAll("|", "\\|")))];
  return lines.map((cells) => `| ${cells.join(" | ")} |`).join("\n");
}

/** The fields of a phase's items, with the column `source` where the schema says that apart. */
export function fieldTable({ item }: AnyPhase): string {
  const fields = fieldsOf(item);
  const hasSource = fields.some(([, { source }]) => source !== undefined);
  const rows = fields.map(([name, field]) => [
    code(name),
    typeOf(field),
    ...(hasSource ? [field.source ?? ""] : []),
    field.description ?? "",
  ]);
  return markdownTable(["field", "type", ...(hasSource ? ["source"] : []), "what it is"], rows);
}

/** The limits of a phase. */
export function capTable({ caps }: AnyPhase): string {
  const rows = Object.entries(caps).map(([name, cap]) => [code(name), `${cap.default} ${cap.unit}`, cap.doc]);
  return markdownTable(["cap", "default", "what it limits"], rows);
}

/** What a phase may be told, by the flags of the command. */
export function paramTable({ params }: AnyPhase): string {
  const rows = fieldsOf(params).map(([name, { flag, value, description }]) => [
    code([flag ?? name, value].filter(Boolean).join(" ")),
    description ?? "",
  ]);
  return markdownTable(["flag", "meaning"], rows);
}

/** The first item of golden events that is wanted, a field a line. Errors: throws where there is none. */
export function exampleItem(golden: string, isWanted: (item: Item) => boolean): string {
  const events = golden
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line) as { item?: Item });
  const item = events.map((event) => event.item).find((one) => one !== undefined && isWanted(one));
  if (item === undefined) throw new RangeError("the golden events have no such item");
  const fields = Object.entries(item).map(([name, value]) => `  ${JSON.stringify(name)}: ${JSON.stringify(value)}`);
  return `\`\`\`json\n{\n${fields.join(",\n")}\n}\n\`\`\``;
}

function fieldsOf(schema: z.ZodType): [name: string, field: Field][] {
  const { properties } = z.toJSONSchema(schema, { io: "input", unrepresentable: "any" });
  return Object.entries(properties ?? {}) as [string, Field][];
}

function typeOf(field: Field): string {
  if (field.anyOf !== undefined) return field.anyOf.map(typeOf).join(" or ");
  if (field.enum !== undefined) return field.enum.map((value) => code(String(value))).join(", ");
  if (field.items !== undefined) return `list of ${typeOf(field.items)}`;
  return [field.type ?? "any"].flat().join(" or ");
}

function code(text: string): string {
  return `\`${text}\``;
}
