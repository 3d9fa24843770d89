import { splitLines } from "@livetriage/triage-core/text";
import fc from "fast-check";
import { expect, test } from "vitest";
import { parseModules } from "./modules.ts";

const GOOD = "nf_nat 57344 2 xt_MASQUERADE,nft_chain_nat, Live 0xffffffffc0b1a000 (OE)";

test("a line gives every field", () => {
  expect(parseModules(`${GOOD}\n`)).toEqual({
    rows: [
      {
        name: "nf_nat",
        size: "57344",
        refcount: 2,
        usedBy: ["xt_MASQUERADE", "nft_chain_nat"],
        state: "Live",
        address: "0xffffffffc0b1a000",
        taints: "OE",
      },
    ],
    malformed: 0,
  });
});

test("a kernel that cannot unload counts nobody", () => {
  const { rows } = parseModules("dummy 16384 - - Live 0x0000000000000000\n");
  expect(rows[0]).toMatchObject({ refcount: null, usedBy: [], taints: "" });
});

test.each([
  ["no size", "nf_nat  2 - Live 0x0"],
  ["size not decimal", "nf_nat 0x10 2 - Live 0x0"],
  ["count not decimal", "nf_nat 16 two - Live 0x0"],
  ["no users", "nf_nat 16 2 Live 0x0"],
  ["unknown state", "nf_nat 16 2 - Alive 0x0"],
  ["address not hex", "nf_nat 16 2 - Live ffff"],
  ["taints not closed", "nf_nat 16 2 - Live 0x0 (OE"],
])("a line with %s costs that line", (_, bad) => {
  expect(parseModules(`${bad}\n${GOOD}\n`)).toMatchObject({ rows: [{ name: "nf_nat" }], malformed: 1 });
});

test("every line of any text is a row or counted as malformed", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary" }), (text) => {
      const { rows, malformed } = parseModules(text);
      expect(rows.length + malformed).toBe(splitLines(text).length);
    }),
  );
});
