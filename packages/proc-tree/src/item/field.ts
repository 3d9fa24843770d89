import { z } from "zod";

/** A field with what the schema, the README and the CLI need to know of it. */
export function field<T extends z.ZodType>(schema: T, source: string, description: string, meta: object = {}): T {
  return schema.meta({ description, source, ...meta });
}

export const nullableText: z.ZodOptional<z.ZodNullable<z.ZodString>> = z.string().nullable().optional();
export const nullableInt: z.ZodOptional<z.ZodNullable<z.ZodInt>> = z.int().nullable().optional();
export const nullableFlag: z.ZodOptional<z.ZodNullable<z.ZodBoolean>> = z.boolean().nullable().optional();

type TextColumn<K extends string> = { readonly [P in K]: typeof nullableText } & {
  readonly [P in `${K}_base64`]: z.ZodOptional<z.ZodString>;
} & { readonly [P in `${K}_dropped_bytes`]: z.ZodOptional<z.ZodInt> };

/** A text of the host with its siblings: the exact bytes where it is not UTF-8, and how much of it was cut. */
export function textColumn<K extends string>(
  name: K,
  source: string,
  description: string,
  meta: object = {},
): TextColumn<K> {
  return {
    [name]: field(nullableText, source, description, meta),
    [`${name}_base64`]: field(z.string().optional(), source, `Exact bytes of ${name}, where it is not UTF-8`),
    [`${name}_dropped_bytes`]: field(z.int().optional(), source, `Bytes cut off ${name}`),
  } as unknown as TextColumn<K>;
}

type ListColumn<K extends string> = { readonly [P in K]: z.ZodOptional<z.ZodNullable<z.ZodArray<z.ZodString>>> } & {
  readonly [P in `${K}_dropped` | `${K}_dropped_bytes`]: z.ZodOptional<z.ZodInt>;
};

/** A list of texts with its siblings: how many elements, and how many bytes of them, were cut. */
export function listColumn<K extends string>(
  name: K,
  source: string,
  description: string,
  meta: object = {},
): ListColumn<K> {
  return {
    [name]: field(z.array(z.string()).nullable().optional(), source, description, meta),
    [`${name}_dropped`]: field(z.int().optional(), source, `Elements cut off ${name}`),
    [`${name}_dropped_bytes`]: field(z.int().optional(), source, `Bytes cut off ${name}`),
  } as unknown as ListColumn<K>;
}
