import { collectEvents, memHost, testContext } from "@livetriage/triage-core/testing";
import { describe, expect, test } from "vitest";
import { persistence } from "../src/index.ts";
import { MECHANISMS } from "../src/mechanisms/index.ts";
import { PLANTS } from "./corpus/index.ts";
import type { Expected } from "./corpus/plant.ts";

const collect = async (files: Parameters<typeof memHost>[0]) =>
  collectEvents(persistence, testContext(persistence, { host: memHost(files), params: { mechanisms: "all" } }));

/** The items of the expected file and mechanism, cut down to the fields that the expectation names. */
function alike(items: readonly object[], expected: Expected): object[] {
  const keys = Object.keys(expected);
  return items
    .filter((item) => (item as Expected).path === expected.path && (item as Expected).mechanism === expected.mechanism)
    .map((item) => Object.fromEntries(Object.entries(item).filter(([key]) => keys.includes(key))));
}

describe("every plant is found", () => {
  test.each(PLANTS)("$name", async ({ files, expect: expected, only }) => {
    const { items } = await collect(files);
    for (const one of expected) expect(alike(items, one)).toContainEqual(one);
    if (only === true) expect(items).toHaveLength(expected.length);
  });
});

describe("the corpus", () => {
  test("gives away no secret", async () => {
    for (const { files } of PLANTS) {
      const { events } = await collect(files);
      expect(JSON.stringify(events)).not.toMatch(/hunter2|c2VjcmV0|secrethash|secretsalt/);
    }
  });

  test("has a plant for every mechanism", () => {
    const planted = new Set(PLANTS.flatMap((plant) => plant.expect.map(({ mechanism }) => mechanism)));
    expect(MECHANISMS.map(({ id }) => id).filter((id) => !planted.has(id))).toEqual([]);
  });

  test("has at least 150 entries and 40 traps", () => {
    expect(PLANTS.flatMap((plant) => plant.expect).length).toBeGreaterThanOrEqual(150);
    expect(PLANTS.filter(({ trap }) => trap).length).toBeGreaterThanOrEqual(40);
  });

  test("names every mechanism once", () => {
    const ids = MECHANISMS.map(({ id }) => id);
    expect(ids.filter((id, index) => ids.indexOf(id) !== index)).toEqual([]);
  });
});
