import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { z } from "zod";
import { createItemCheck } from "./item-check.ts";

const schema = z.object({
  n: z.int(),
  text: z.string().nullable(),
  flag: z.boolean().optional(),
  kind: z.enum(["a", "b"]),
  list: z.array(z.object({ name: z.string() })),
  named: z.string().min(2).optional(),
  either: z.union([z.string(), z.int()]).optional(),
});

const good = { n: 1, text: null, kind: "a", list: [{ name: "x" }] };

describe("createItemCheck", () => {
  const check = createItemCheck(schema);

  test.each([
    ["all that is required", good],
    ["more than the schema names", { ...good, other: 1 }],
    ["an optional field that is undefined", { ...good, flag: undefined }],
    ["a refined field", { ...good, named: "xy" }],
    ["a kind of schema that only zod knows", { ...good, either: 7 }],
  ])("%s fits", (_, item) => {
    expect(check(item)).toBeNull();
  });

  test.each([
    ["a field that is undefined", { ...good, text: undefined }, "text: "],
    ["a field that is not there", { n: 1, kind: "a", list: [] }, "text: "],
    ["another type", { ...good, n: "1" }, "n: "],
    ["a fraction", { ...good, n: 1.5 }, "n: "],
    ["a word that is not in the list", { ...good, kind: "c" }, "kind: "],
    ["a field of a list", { ...good, list: [{ name: 3 }] }, "list.0.name: "],
    ["no list", { ...good, list: {} }, "list: "],
    ["a refinement", { ...good, named: "x" }, "named: "],
    ["no object", null, ": "],
  ])("%s does not, and it says where", (_, item, where) => {
    expect(check(item)).toMatch(new RegExp(`^${where}`));
  });

  const values = fc.oneof(
    fc.constant(undefined),
    fc.constant(null),
    fc.boolean(),
    fc.double(),
    fc.integer(),
    fc.string(),
  );
  const rows = fc.record(
    {
      n: fc.oneof(values, fc.integer()),
      text: values,
      flag: values,
      kind: fc.oneof(values, fc.constant("b")),
      list: fc.oneof(values, fc.array(fc.record({ name: values }))),
      named: values,
      either: values,
    },
    { requiredKeys: [] },
  );

  test("agrees with zod", () => {
    fc.assert(fc.property(rows, (row) => (check(row) === null) === schema.safeParse(row).success));
  });
});
