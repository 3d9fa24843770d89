import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { checkLinks } from "../check/links.ts";
import { type FieldSchema, fieldTable } from "../docs/field-table.ts";
import { root } from "../stamp.mjs";
import { plantFiles } from "./plant.ts";

test("a table has every field below a schema, with its names in ECS and OCSF", () => {
  const schema: FieldSchema = {
    properties: {
      pid: { type: "integer", description: "Process id", source: "name in /proc", "x-ecs": "process.pid" },
      state: { enum: ["a|b", null] },
      owners: {
        anyOf: [{ items: { properties: { fd: { type: ["string", "null"], description: "<n>" } } } }, { type: "null" }],
      },
      caps: { additionalProperties: { properties: { limit: { const: 1, "x-ocsf": "limit" } } } },
    },
  };
  expect(fieldTable(schema).split("\n").slice(2, -1)).toEqual([
    "| `pid` | integer | Process id (name in /proc) | `process.pid` |  |",
    '| `state` | `"a\\|b"`, `null` |  |  |  |',
    "| `owners` | list of any or null |  |  |  |",
    "| `owners[].fd` | string or null | &lt;n> |  |  |",
    "| `caps` | any |  |  |  |",
    "| `caps.*.limit` | `1` |  |  | `limit` |",
  ]);
});

test("every published item schema gives a table that names what ECS calls it", () => {
  const schemas = readdirSync(join(root, "packages"))
    .map((name) => join(root, "packages", name, "schema/item.schema.json"))
    .filter((file) => existsSync(file));
  expect(schemas.length).toBeGreaterThan(3);
  for (const file of schemas) {
    const table = fieldTable(JSON.parse(readFileSync(file, "utf8")) as FieldSchema);
    expect(table).toMatch(/\| `(process|file|source|destination|service)\./);
  }
});

test.each([
  ["a file that is there", "[x](other.md)", []],
  ["a heading that is there", "[x](other.md#a-heading-of-its-own) [y](#top)", []],
  ["an address", "[x](https://example.org/nowhere)", []],
  ["code", "`[x](nowhere.md)`\n```\n[x](nowhere.md)\n```\n", []],
  ["a file that is not there", "[x](nowhere.md)", ["page.md: nowhere.md is not there"]],
  ["a heading that is not there", "[x](other.md#no)", ["page.md: other.md#no is not there"]],
])("a link to %s", (_, text, problems) => {
  const folder = plantFiles({ "page.md": `# Top\n\n${text}\n`, "other.md": "# A heading, of `its` own\n" });
  expect(checkLinks(folder, ["page.md", "other.md"])).toEqual(problems);
});

test("a link that leads nowhere from the page which includes it", () => {
  const part = "<!-- #region part -->\n[x](here.md)\n<!-- #endregion part -->\n";
  const folder = plantFiles({
    "site/page.md": "<!--@include: ../other.md#part-->\n",
    "other.md": `[x](site/page.md)\n${part}`,
    "here.md": "",
  });
  expect(checkLinks(folder, ["site/page.md", "other.md"])).toEqual(["site/page.md: here.md is not there"]);
});
