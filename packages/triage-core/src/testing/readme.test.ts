import { describe, expect, it } from "vitest";
import { z } from "zod";
import { definePhase } from "../contract/phase.ts";
import { capTable, exampleItem, fieldTable, paramTable, withParts } from "./readme.ts";

const phase = definePhase({
  contract: 1,
  name: "x",
  version: "0.1.0",
  schemaVersion: 1,
  doc: "Nothing.",
  itemName: "X",
  item: z.object({
    name: z.string().nullable().describe("Name, or its number"),
    kinds: z
      .array(z.enum(["a|b", "c"]))
      .optional()
      .describe("Kinds"),
  }),
  params: z.object({ deep: z.boolean().describe("Look deeper").meta({ flag: "--deep", value: "N|M" }) }),
  caps: {
    entries: { default: 2, unit: "items", doc: "Names kept" },
    bytes: { default: 4, unit: "bytes", doc: "Encoded size" },
  },
  reads: ["/proc/x"],
  async *run() {},
});

describe("the tables of a README", () => {
  it("tell fields with their types", () => {
    expect(fieldTable(phase)).toBe(
      [
        "| field | type | what it is |",
        "| --- | --- | --- |",
        "| `name` | string or null | Name, or its number |",
        "| `kinds` | list of `a\\|b`, `c` | Kinds |",
      ].join("\n"),
    );
  });

  it("have a column for the source where the schema tells it apart", () => {
    const item = z.object({ a: z.number().describe("A number").meta({ source: "stat 4" }) });
    expect(fieldTable({ ...phase, item })).toContain("| `a` | number | stat 4 | A number |");
  });

  it("tell caps and params", () => {
    expect(capTable(phase)).toContain("| `entries` | 2 items | Names kept |");
    expect(paramTable(phase)).toContain("| `--deep N\\|M` | Look deeper |");
  });
});

describe("withParts", () => {
  it("replaces what stands between the marks of a part, and nothing else", () => {
    const readme = "a\n<!-- caps -->\nold $1\n<!-- /caps -->\nb\n";
    expect(withParts(readme, { caps: "new $&" })).toBe("a\n<!-- caps -->\n\nnew $&\n\n<!-- /caps -->\nb\n");
    expect(withParts(withParts(readme, { caps: "x" }), { caps: "x" })).toBe(withParts(readme, { caps: "x" }));
  });

  it("refuses a README without a place for a part", () => {
    expect(() => withParts("a\n", { caps: "x" })).toThrow("no place for caps");
  });
});

describe("exampleItem", () => {
  const golden =
    '{"kind":"fact","fact":{}}\n{"kind":"item","item":{"pid":1}}\n{"kind":"item","item":{"pid":2,"argv":["a"]}}\n';

  it("is the first that is wanted, a field a line", () => {
    expect(exampleItem(golden, ({ pid }) => pid === 2)).toBe('```json\n{\n  "pid": 2,\n  "argv": ["a"]\n}\n```');
  });

  it("must exist", () => {
    expect(() => exampleItem(golden, ({ pid }) => pid === 3)).toThrow("no such item");
  });
});
