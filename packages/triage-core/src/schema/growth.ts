import type { JsonSchema } from "./json-schema.ts";

/**
 * What a new schema takes away from readers of the published one, or from documents written under it; empty when it only
 * grew. Growth is new optional fields and new ids. Removing a field, retyping it, making it nullable or optional, dropping
 * a value it could have, and asking for a field that older documents lack are not.
 */
export function checkGrowth(published: JsonSchema, next: JsonSchema, path = ""): string[] {
  const where = path === "" ? "(root)" : path;
  const problems: string[] = [];
  const lost = typesOf(published).filter((type) => !typesOf(next).includes(type));
  const gained = typesOf(next).filter((type) => !typesOf(published).includes(type));
  if (lost.length > 0 || gained.length > 0)
    problems.push(`${where}: type was ${typesOf(published).join(",")}, is ${typesOf(next).join(",")}`);
  const [oldNode, newNode] = [objectNode(published), objectNode(next)];
  problems.push(...checkFields(oldNode, newNode, path === "" ? "" : `${path}.`));
  for (const [keyword, suffix] of Object.entries(EVERY)) {
    const [oldEach, newEach] = [oldNode[keyword], newNode[keyword]];
    if (isSchema(oldEach) && isSchema(newEach)) problems.push(...checkGrowth(oldEach, newEach, `${path}${suffix}`));
  }
  return [...problems, ...lostValues(published, next, where)];
}

/** Keywords whose schema holds for every element, and how a path names those. */
const EVERY = { items: "[]", additionalProperties: ".*" };

function checkFields(oldNode: JsonSchema, newNode: JsonSchema, prefix: string): string[] {
  const [oldFields, newFields] = [fieldsOf(oldNode), fieldsOf(newNode)];
  const problems = Object.entries(oldFields).flatMap(([name, field]) => {
    const now = newFields[name];
    if (now === undefined) return [`${prefix}${name}: removed`];
    const isLoose = requires(oldNode, name) && !requires(newNode, name);
    return [
      ...checkGrowth(field, now, prefix + name),
      ...(isLoose ? [`${prefix}${name}: no longer always there`] : []),
    ];
  });
  if (Object.keys(oldFields).length === 0) return problems;
  const asked = Object.keys(newFields).filter((name) => oldFields[name] === undefined && requires(newNode, name));
  return [...problems, ...asked.map((name) => `${prefix}${name}: new, so it must be optional`)];
}

/** Closed lists of values may grow only when they are ids; a value that was there stays. */
function lostValues(published: JsonSchema, next: JsonSchema, where: string): string[] {
  const before = published["enum"];
  const after = next["enum"];
  if (!Array.isArray(before)) return [];
  if (!Array.isArray(after)) return [`${where}: no longer a closed list`];
  return before
    .filter((value) => !after.includes(value))
    .map((value) => `${where}: value ${JSON.stringify(value)} removed`);
}

/** Type names of a node, `null` among them when it is nullable. */
function typesOf(node: JsonSchema): string[] {
  const branches = alternatives(node);
  if (branches.length > 0) return [...new Set(branches.flatMap(typesOf))].toSorted();
  const type = node["type"];
  return Array.isArray(type) ? type.map(String).toSorted() : typeof type === "string" ? [type] : [];
}

/** The object or array among the alternatives of a nullable node, else the node itself. */
function objectNode(node: JsonSchema): JsonSchema {
  return alternatives(node).find((branch) => branch["type"] === "object" || branch["type"] === "array") ?? node;
}

function alternatives(node: JsonSchema): JsonSchema[] {
  const branches = node["anyOf"] ?? node["oneOf"];
  return Array.isArray(branches) ? branches.filter(isSchema) : [];
}

function fieldsOf(node: JsonSchema): Record<string, JsonSchema> {
  const own = isSchema(node["properties"]) ? (node["properties"] as Record<string, JsonSchema>) : {};
  const defs = isSchema(node["$defs"]) ? (node["$defs"] as Record<string, JsonSchema>) : {};
  const named = Object.fromEntries(Object.entries(defs).map(([name, schema]) => [`$defs/${name}`, schema]));
  return { ...own, ...named };
}

function requires(node: JsonSchema, name: string): boolean {
  return Array.isArray(node["required"]) && node["required"].includes(name);
}

function isSchema(value: unknown): value is JsonSchema {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
