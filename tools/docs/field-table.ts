/** A node of a published JSON Schema, as far as a table of its fields needs it. */
export interface FieldSchema {
  readonly type?: string | readonly string[];
  readonly description?: string;
  readonly source?: string;
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly anyOf?: readonly FieldSchema[];
  readonly items?: FieldSchema;
  readonly properties?: Readonly<Record<string, FieldSchema>>;
  readonly additionalProperties?: FieldSchema | boolean;
  readonly "x-ecs"?: string;
  readonly "x-ocsf"?: string;
}

/** Every field below a schema as a Markdown table, with its names in ECS and OCSF where it has them. */
export function fieldTable(schema: FieldSchema): string {
  const rows = fieldsOf(schema, "").map(([path, field]) => [
    `\`${path}\``,
    typeText(field),
    [field.description, field.source === undefined ? undefined : `(${field.source})`].filter(Boolean).join(" "),
    code(field["x-ecs"]),
    code(field["x-ocsf"]),
  ]);
  const lines = [["field", "type", "what it is", "ECS", "OCSF"], ["---", "---", "---", "---", "---"], ...rows];
  return lines.map((cells) => `| ${cells.map(cell).join(" | ")} |\n`).join("");
}

/** Fields by path: `owners[].pid`, `phases.*.items`. */
function fieldsOf(schema: FieldSchema, prefix: string): [string, FieldSchema][] {
  const below = [schema, ...(schema.anyOf ?? [])];
  return below.flatMap(({ properties, items, additionalProperties: every }) => [
    ...Object.entries(properties ?? {}).flatMap(([name, field]): [string, FieldSchema][] => {
      const path = prefix === "" ? name : `${prefix}.${name}`;
      return [[path, field], ...fieldsOf(field, path)];
    }),
    ...(items === undefined ? [] : fieldsOf(items, `${prefix}[]`)),
    ...(typeof every === "object" ? fieldsOf(every, `${prefix}.*`) : []),
  ]);
}

function typeText(schema: FieldSchema): string {
  if (schema.anyOf !== undefined) return [...new Set(schema.anyOf.map(typeText))].join(" or ");
  if (schema.enum !== undefined) return schema.enum.map((value) => `\`${JSON.stringify(value)}\``).join(", ");
  if (schema.const !== undefined) return `\`${JSON.stringify(schema.const)}\``;
  if (schema.items !== undefined) return `list of ${typeText(schema.items)}`;
  return [schema.type ?? "any"].flat().join(" or ");
}

const code = (name: string | undefined): string => (name === undefined ? "" : `\`${name}\``);

/** Text in a cell: no line, no column of its own, and nothing that the site would take for markup. */
function cell(text: string): string {
  return text.replaceAll("\n", " ").replaceAll("|", "\\|").replaceAll("<", "&lt;").replaceAll("{{", "&#123;&#123;");
}
