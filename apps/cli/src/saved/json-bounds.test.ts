import fc from "fast-check";
import { expect, test } from "vitest";
import { jsonBounds } from "./json-bounds.ts";

const problemOf = (text: string, lines = true) => jsonBounds({ lines }).problemOf(Buffer.from(text));
const nested = (depth: number) => "[".repeat(depth) + "]".repeat(depth);

test.each([
  ["64 levels are taken", nested(64), null],
  ["65 are not", nested(65), "nests deeper than 64 levels"],
  ["objects count too", '{"a":'.repeat(65), "nests deeper than 64 levels"],
  ["brackets of a string do not", JSON.stringify("[".repeat(100)), null],
  ["nor behind an escaped quote", JSON.stringify(`"${"[".repeat(100)}`), null],
  ["a backslash before the closing quote", `${JSON.stringify("\\")}${nested(65)}`, "nests deeper than 64 levels"],
  ["lines stand side by side", `${nested(64)}\n`.repeat(3), null],
  ["a line of 4 MiB is taken", "x".repeat(4_194_304), null],
  ["a longer one is not", "x".repeat(4_194_305), "has a line of more than 4194304 bytes"],
])("%s", (_, text, problem) => {
  expect(problemOf(text)).toBe(problem);
});

test("a document may be one long line", () => {
  expect(problemOf("x".repeat(4_194_305), false)).toBeNull();
});

test("whatever comes as JSON is within bounds however it is cut, or is deep", () => {
  fc.assert(
    fc.property(fc.json({ maxDepth: 20 }), fc.nat(), (text, at) => {
      const bytes = Buffer.from(text);
      const bounds = jsonBounds({ lines: true });
      const cut = at % (bytes.length + 1);
      expect(bounds.problemOf(bytes.subarray(0, cut)) ?? bounds.problemOf(bytes.subarray(cut))).toBeNull();
    }),
  );
});
