import { z } from "zod";
import type { Registry } from "../contract/phase.ts";
import { packageSchema } from "./envelope.ts";

/** A JSON Schema document, draft 2020-12. */
export type JsonSchema = { [keyword: string]: unknown };

/** Keys of `.meta()` that only the command line reads. */
const DISPLAY_ONLY = ["column", "label", "group", "flag", "value"] as const;

/** Keys of `.meta()` that readers of the schema want, and the keyword under which they stand there. */
const ANNOTATIONS: Readonly<Record<string, string>> = { time: "x-time", ecs: "x-ecs", ocsf: "x-ocsf" };

/** The published form of a zod schema: open (unknown fields are allowed), with annotations as `x-` keywords. */
export function toJsonSchema(schema: z.ZodType, title: string): JsonSchema {
  const json = z.toJSONSchema(schema, {
    io: "input",
    override: ({ jsonSchema }) => {
      const node = jsonSchema as JsonSchema;
      for (const key of DISPLAY_ONLY) delete node[key];
      for (const [key, keyword] of Object.entries(ANNOTATIONS)) {
        if (node[key] !== undefined) node[keyword] = node[key];
        delete node[key];
      }
    },
  });
  return { ...(json as JsonSchema), title };
}

/** One schema for a whole package: the envelope with the item schema of every phase in its place. */
export function composeSchema(registry: Registry): JsonSchema {
  const composed = structuredClone(toJsonSchema(packageSchema, "TriagePackage")) as PackageShape;
  const section = composed.properties.phases.additionalProperties;
  const phases = registry.map((phase) => {
    const items = { type: "array", items: { $ref: `#/$defs/${phase.itemName}` } };
    return [phase.name, { ...section, properties: { ...section.properties, items } }] as const;
  });
  composed.properties.phases["properties"] = Object.fromEntries(phases);
  composed["$defs"] = Object.fromEntries(registry.map((phase) => [phase.itemName, itemSchema(phase)]));
  return composed;
}

/** The published schema of one phase's items. */
export function itemSchema(phase: Registry[number]): JsonSchema {
  const { $schema: _dialect, ...schema } = toJsonSchema(phase.item, phase.itemName);
  return schema;
}

interface PackageShape extends JsonSchema {
  properties: { phases: JsonSchema & { additionalProperties: JsonSchema & { properties: JsonSchema } } };
}
