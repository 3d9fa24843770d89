import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { itemSchema } from "@livetriage/triage-core";
import { describe, expect, test } from "vitest";
import { registry } from "../src/registry.ts";

const PACKAGES = join(import.meta.dirname, "../../../packages");

/** JSON types seen at every path of a phase's items in all its golden files. */
function typesOf(phase: string): Map<string, Set<string>> {
  const types = new Map<string, Set<string>>();
  const add = (path: string, value: unknown): void => {
    const type = value === null ? "null" : Array.isArray(value) ? "array" : typeof value;
    types.set(path, (types.get(path) ?? new Set()).add(type));
    if (Array.isArray(value)) for (const element of value) add(`${path}[]`, element);
    else if (typeof value === "object" && value !== null) {
      for (const [key, field] of Object.entries(value)) add(`${path}.${key}`, field);
    }
  };
  const golden = join(PACKAGES, phase, "golden");
  for (const file of readdirSync(golden)) {
    for (const line of readFileSync(join(golden, file), "utf8").split("\n").filter(Boolean)) {
      const event = JSON.parse(line) as { kind: string; item?: unknown };
      if (event.kind === "item") add("", event.item);
    }
  }
  return types;
}

/** Top-level fields that may be null by the published schema. */
function nullableFields(schema: Record<string, unknown>): string[] {
  const fields = Object.entries(schema["properties"] as Record<string, Field>);
  return fields.filter(([, field]) => allowsNull(field)).map(([name]) => name);
}

interface Field {
  readonly type?: string | readonly string[];
  readonly anyOf?: readonly Field[];
}

function allowsNull({ type, anyOf }: Field): boolean {
  return type === "null" || (Array.isArray(type) && type.includes("null")) || (anyOf?.some(allowsNull) ?? false);
}

describe.each(registry.map((phase) => [phase.name, phase] as const))("the recorded rows of %s", (name, phase) => {
  const types = typesOf(name);

  test("load into one strictly typed table: no field has two types", () => {
    expect(types.size).toBeGreaterThan(20);
    const unions = [...types].filter(([, seen]) => [...seen].filter((type) => type !== "null").length > 1);
    expect(unions).toEqual([]);
  });

  test("have a value for every nullable field", () => {
    const lacking = nullableFields(itemSchema(phase)).filter((field) => {
      const seen = types.get(`.${field}`) ?? new Set();
      return [...seen].every((type) => type === "null");
    });
    expect(lacking).toEqual([]);
  });
});
