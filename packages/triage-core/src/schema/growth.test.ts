import { describe, expect, test } from "vitest";
import { z } from "zod";
import { checkGrowth } from "./growth.ts";
import { toJsonSchema } from "./json-schema.ts";

const published = z.object({
  pid: z.int(),
  exe: z.string().nullable(),
  state: z.enum(["R", "S"]),
  owners: z.array(z.object({ pid: z.int() })),
  container: z.object({ id: z.string() }).nullable(),
  phases: z.record(z.string(), z.object({ status: z.string() })),
});

const grow = (next: z.ZodType): string[] => checkGrowth(toJsonSchema(published, "T"), toJsonSchema(next, "T"));

describe("checkGrowth", () => {
  test("the same schema, and new fields at any depth, are growth", () => {
    expect(grow(published)).toEqual([]);
    expect(
      grow(
        published.extend({
          note: z.string().optional(),
          state: z.enum(["R", "S", "D"]),
          owners: z.array(z.object({ pid: z.int(), fd: z.int().optional() })),
        }),
      ),
    ).toEqual([]);
  });

  test.each([
    ["removing", published.omit({ exe: true }), "exe: removed"],
    ["retyping", published.extend({ pid: z.string() }), "pid: type was integer, is string"],
    ["making nullable", published.extend({ pid: z.int().nullable() }), "pid: type was integer, is integer,null"],
    ["making optional", published.extend({ pid: z.int().optional() }), "pid: no longer always there"],
    ["dropping a value", published.extend({ state: z.enum(["R"]) }), 'state: value "S" removed'],
    ["opening a closed list", published.extend({ state: z.string() }), "state: no longer a closed list"],
    ["asking for a new field", published.extend({ note: z.string() }), "note: new, so it must be optional"],
    ["in a list", published.extend({ owners: z.array(z.object({})) }), "owners[].pid: removed"],
    ["in a map", published.extend({ phases: z.record(z.string(), z.object({})) }), "phases.*.status: removed"],
    ["in a nullable object", published.extend({ container: z.object({}).nullable() }), "container.id: removed"],
  ])("%s is not", (_name, next, problem) => {
    expect(grow(next)).toContain(problem);
  });
});

test("published schemas are open and carry annotations as x- keywords", () => {
  const schema = toJsonSchema(
    z.object({ pid: z.int().describe("Process id").meta({ ecs: "process.pid", column: 1 }) }),
    "T",
  );
  expect(schema["additionalProperties"]).toBeUndefined();
  expect(schema["properties"]).toMatchObject({ pid: { description: "Process id", "x-ecs": "process.pid" } });
  expect(JSON.stringify(schema)).not.toContain("column");
});
