import fc from "fast-check";
import { expect, test } from "vitest";
import { terminalJson } from "./terminal-json.ts";

test("the same value, and nothing that steers a terminal", () => {
  const value = fc.string({
    unit: fc.oneof(
      fc.constantFrom("\u009b", "\u202e", "\u200b", "\u{e0041}", "\u007f", "é"),
      fc.string({ unit: "binary" }),
    ),
  });
  fc.assert(
    fc.property(value, (text) => {
      const json = terminalJson(JSON.stringify({ text }));
      expect(JSON.parse(json)).toEqual({ text });
      expect(json).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u);
    }),
  );
});
