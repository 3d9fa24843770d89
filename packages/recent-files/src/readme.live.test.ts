import { readFileSync, writeFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { RECENT_FILES_CAPS } from "./caps.ts";
import { CONTEXT, OPEN_CONTEXT } from "./context.ts";
import { fileModificationSchema } from "./item.ts";
import { paramsSchema } from "./params.ts";
import { HOME_CACHES, ROOTS } from "./roots.ts";
import { SIGNALS } from "./signals.ts";

const README = new URL("../README.md", import.meta.url);

interface Property {
  readonly type?: string | readonly string[];
  readonly enum?: readonly string[];
  readonly anyOf?: readonly Property[];
  readonly description?: string;
  readonly flag?: string;
  readonly value?: string;
}

const properties = (schema: z.ZodType): [string, Property][] => {
  const { properties } = z.toJSONSchema(schema, { io: "input" }) as { properties: Record<string, Property> };
  return Object.entries(properties);
};
const code = (text: string): string => (text === "" ? "" : `\`${text.replaceAll("|", "\\|")}\``);
const typeOf = ({ type, enum: values, anyOf }: Property): string => {
  if (anyOf !== undefined) return anyOf.map(typeOf).join(" or ");
  return values === undefined ? [type ?? "any"].flat().join(" or ") : values.map(code).join(", ");
};
const table = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
  [head, head.map(() => "---"), ...rows].map((row) => `| ${row.join(" | ")} |`).join("\n");

const TABLES: Readonly<Record<string, string>> = {
  params: table(
    ["flag", "value", "meaning"],
    properties(paramsSchema).map(([, { flag, value, description }]) => [
      code(flag ?? ""),
      code(value ?? ""),
      description ?? "",
    ]),
  ),
  fields: table(
    ["field", "type", "meaning and source"],
    properties(fileModificationSchema).map(([name, field]) => [code(name), typeOf(field), field.description ?? ""]),
  ),
  notes: table(
    ["id", "list", "meaning"],
    [
      ...SIGNALS.map(({ id, doc }) => [code(id), "signals", doc]),
      ...CONTEXT.map(({ id, doc }) => [code(id), "context", doc]),
      ...Object.entries(OPEN_CONTEXT).map(([id, doc]) => [code(id), "context", doc]),
    ],
  ),
  caches: `${HOME_CACHES.map(code).join(", ")}.`,
  roots: table(
    ["path", "place", "distributions"],
    ROOTS.map(({ path, place, distributions }) => [code(path), place, distributions]),
  ),
  caps: table(
    ["cap", "default", "unit", "meaning"],
    Object.entries(RECENT_FILES_CAPS).map(([name, { default: limit, unit, doc }]) => [
      code(name),
      String(limit),
      unit,
      doc,
    ]),
  ),
};

/** `UPDATE_README=1 vitest run` writes the tables that this test checks. */
describe("README.md", () => {
  const text = readFileSync(README, "utf8");
  const section = (name: string) => new RegExp(`(<!-- ${name} -->\n)[^]*?(<!-- /${name} -->)`);
  if (process.env["UPDATE_README"] === "1") {
    const written = Object.entries(TABLES).reduce(
      (whole, [name, rows]) =>
        whole.replace(section(name), (_all, start: string, end: string) => `${start}\n${rows}\n\n${end}`),
      text,
    );
    writeFileSync(README, written);
  }

  it.each(Object.entries(TABLES))("has the %s that the code has", (name, rows) => {
    expect(section(name).exec(text)?.[0]).toContain(rows);
  });
});
