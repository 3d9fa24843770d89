import type { z } from "zod";

type Accepts = (value: unknown) => boolean;

/** The parts of a zod definition that are read here. */
interface Definition {
  readonly type: string;
  readonly format?: string;
  readonly checks?: readonly unknown[];
  readonly catchall?: unknown;
  readonly shape?: Readonly<Record<string, Schema>>;
  readonly innerType?: Schema;
  readonly element?: Schema;
  readonly entries?: Readonly<Record<string, string | number>>;
}

interface Schema {
  readonly _zod: { readonly def: unknown };
}

/**
 * A check of items against their schema: null when the item fits, else where and why not. Thousands of rows go through it
 * and nearly all fit, so a plain predicate made from the schema looks first, and zod speaks about the others.
 */
export function createItemCheck(schema: z.ZodType): (item: unknown) => string | null {
  const accepts = acceptsOf(schema);
  return (item) => {
    if (accepts(item)) return null;
    const checked = schema.safeParse(item);
    if (checked.success) return null;
    const issue = checked.error.issues[0];
    return `${issue?.path.join(".")}: ${issue?.message}`;
  };
}

/** True only for what the schema accepts; what it does not know how to judge it leaves to zod. */
function acceptsOf(schema: Schema): Accepts {
  const def = schema._zod.def as Definition;
  if (def.checks !== undefined && def.checks.length > 0) return leaveToZod;
  switch (def.type) {
    case "string":
      return def.format === undefined ? (value) => typeof value === "string" : leaveToZod;
    case "number":
      return def.format === "safeint" ? Number.isSafeInteger : leaveToZod;
    case "boolean":
      return (value) => typeof value === "boolean";
    case "enum":
      return memberOf(Object.values(def.entries ?? {}));
    case "nullable":
      return orElse(null, def.innerType);
    case "optional":
      return orElse(undefined, def.innerType);
    case "array":
      return arrayOf(def.element);
    case "object":
      return def.catchall === undefined ? objectOf(def.shape ?? {}) : leaveToZod;
    default:
      return leaveToZod;
  }
}

function leaveToZod(): boolean {
  return false;
}

function memberOf(members: readonly unknown[]): Accepts {
  const set = new Set(members);
  return (value) => set.has(value);
}

function orElse(other: null | undefined, inner: Schema | undefined): Accepts {
  if (inner === undefined) return leaveToZod;
  const accepts = acceptsOf(inner);
  return (value) => value === other || accepts(value);
}

function arrayOf(element: Schema | undefined): Accepts {
  if (element === undefined) return leaveToZod;
  const accepts = acceptsOf(element);
  return (value) => Array.isArray(value) && value.every(accepts);
}

/** Rows have a part of the many fields of their schema: it is looked at what they have, not at what they could have. */
function objectOf(shape: Readonly<Record<string, Schema>>): Accepts {
  const fields = new Map(
    Object.entries(shape).map(([key, schema]) => {
      const accepts = acceptsOf(schema);
      return [key, { accepts, required: !accepts(undefined) }];
    }),
  );
  const required = [...fields.values()].filter((field) => field.required).length;
  return (value) => {
    if (typeof value !== "object" || value === null || Array.isArray(value)) return false;
    let found = 0;
    for (const key in value) {
      const field = fields.get(key);
      if (field === undefined) continue;
      if (!field.accepts((value as Record<string, unknown>)[key])) return false;
      if (field.required) found++;
    }
    return found === required;
  };
}
