import { expect, test } from "vitest";
import type { PlacedEntry } from "./candidate.ts";
import { capEntries, MAX_FILE_ENTRIES } from "./cap-entries.ts";

const entriesOf = (path: string, count: number): PlacedEntry[] => {
  const place = { file: { path } };
  return Array.from({ length: count }, (_, line) => ({ place, entry: { line } }) as unknown as PlacedEntry);
};
const linesOf = (kept: readonly PlacedEntry[]) => kept.map(({ place, entry }) => `${place.file.path} ${entry.line}`);

test("a file of very many lines keeps its first and last ones, and the others are counted", () => {
  const { kept, truncations } = capEntries([...entriesOf("/a", 2), ...entriesOf("/b", 10_000), ...entriesOf("/c", 1)]);
  const lines = linesOf(kept);
  expect(lines).toHaveLength(MAX_FILE_ENTRIES + 3);
  expect([lines[0], lines[2], lines.at(-2), lines.at(-1)]).toEqual(["/a 0", "/b 0", "/b 9999", "/c 0"]);
  expect(truncations).toMatchObject([{ source: "/b", dropped: 10_000 - MAX_FILE_ENTRIES, dropped_is: "exact" }]);
});

test("many files of few lines lose nothing", () => {
  const all = Array.from({ length: 5000 }, (_, i) => entriesOf(`/${i}`, 1)).flat();
  expect(capEntries(all)).toEqual({ kept: all, truncations: [] });
});
