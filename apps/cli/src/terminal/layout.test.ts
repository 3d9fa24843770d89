import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { fit, pad, textWidth, wrap } from "./fit.ts";
import { layoutTable, type Table } from "./layout.ts";
import { styleFor } from "./style.ts";

const plain = styleFor(false);
const table = (rows: string[][], more: Partial<Table> = {}): Table => ({
  title: "FILES",
  columns: [{ title: "when" }, { title: "path", elide: "middle" }],
  rows,
  more: "--view files",
  ...more,
});

describe("fit", () => {
  test.each([
    ["short", 10, "end", "short"],
    ["exactly", 7, "end", "exactly"],
    ["too long", 5, "end", "too …"],
    ["/usr/lib/systemd/system/evil.service", 20, "middle", "/usr/…m/evil.service"],
    ["ab\u001bcd", 4, "end", "ab…"],
    ["漢字漢字", 5, "end", "漢字…"],
    ["漢字漢字", 4, "end", "漢…"],
    ["x", 0, "end", ""],
  ] as const)("%j in %i columns", (text, width, elide, expected) => {
    expect(fit(text, width, elide)).toBe(expected);
  });

  test("pad fills by columns, not by characters", () => {
    expect(pad("漢", 4)).toBe("漢  ");
    expect(pad("7", 3, { right: true })).toBe("  7");
  });

  test.each([
    ["", 5, [""]],
    ["short", 5, ["short"]],
    ["two words here", 9, ["two ", "words ", "here"]],
    ["unbroken", 3, ["unb", "rok", "en"]],
    ["a\u001bb", 2, ["a", "\\e", "b"]],
    ["漢字", 1, ["漢", "字"]],
    ["any", Infinity, ["any"]],
  ])("%j wrapped at %f columns", (text, width, lines) => {
    expect(wrap(text, width)).toEqual(lines);
  });

  test("a string of any length costs little", () => {
    expect(fit("a".repeat(3_000_000), 5)).toBe("aaaa…");
  });
});

describe("layoutTable", () => {
  test("rows in columns below a title", () => {
    expect(
      layoutTable(
        table([
          ["1 h", "/tmp/a"],
          ["2 d", "/tmp/b"],
        ]),
        5,
        { width: 40, style: plain },
      ),
    ).toEqual(["FILES: 2", "  when  path", "  1 h   /tmp/a", "  2 d   /tmp/b"]);
  });

  test("columns that say nothing, or too much for the screen, are left out", () => {
    const columns = [{ title: "a", sparse: true }, { title: "b", from: 60 }, { title: "c" }];
    const shown = (cell: string, width: number) =>
      layoutTable(table([[cell, "wide", "x"]], { columns }), 5, { width, style: plain })[2];
    expect(shown("-", 40)).toBe("  x");
    expect(shown("-", 60)).toBe("  wide  x");
    expect(shown("some", 40)).toBe("  some  x");
  });

  test("what is left out is counted", () => {
    const rows = Array.from({ length: 9 }, (_, i) => [`${i}`, "/x"]);
    expect(layoutTable(table(rows, { hidden: "3 stock" }), 1, { width: 80, style: plain })).toEqual([
      "FILES: 1 of 9 (8 left out: --view files; 3 stock)",
      "  when  path",
      "  0     /x",
    ]);
  });

  test("a last column that wraps does so where all rows are shown", () => {
    const wide = table([["now", "one two"]], { wraps: true });
    expect(layoutTable(wide, Infinity, { width: 12, style: plain })).toEqual([
      "FILES: 1",
      "  when  path",
      "  now   one",
      "        two",
    ]);
    expect(layoutTable(wide, 1, { width: 12, style: plain }).slice(2)).toEqual(["  now   on…two"]);
  });

  test("a screen without an edge cuts nothing but what others follow", () => {
    const [long, path] = ["x".repeat(300), "/p".repeat(300)];
    const [, , line] = layoutTable(table([[long, path]]), Infinity, { width: Infinity, style: plain });
    expect(line).toBe(`  ${"x".repeat(159)}…  ${path}`);
  });

  test("none, and not looked", () => {
    expect(layoutTable(table([], { unknown: "not collected" }), 5, { width: 80, style: plain })).toEqual([
      "FILES: not collected",
    ]);
    expect(layoutTable(table([]), 5, { width: 80, style: plain })).toEqual(["FILES: none"]);
  });

  test("the widest column gives way", () => {
    const lines = layoutTable(table([["now", `/usr/${"x".repeat(90)}/end`]]), 5, { width: 30, style: plain });
    expect(lines[2]).toBe("  now   /usr/x…xxxxxxxxxxx/end");
  });

  test("no line is wider than the terminal and none holds a control, whatever the rows hold", () => {
    const cell = fc.string({ unit: "binary", maxLength: 60 });
    fc.assert(
      fc.property(fc.array(fc.tuple(cell, cell), { maxLength: 8 }), cell, (rows, title) => {
        for (const line of layoutTable(table(rows, { title }), 5, { width: 40, style: plain })) {
          expect(line).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u);
          expect(textWidth(line)).toBeLessThanOrEqual(40);
        }
      }),
    );
  });

  test("colour adds nothing but SGR codes", () => {
    const shape = table([["now", "/x"]], { columns: [{ title: "when", alarm: true }, { title: "path" }] });
    const coloured = layoutTable(shape, 5, { width: 40, style: styleFor(true) });
    expect(coloured.map((line) => line.replaceAll(/\u001b\[\d+m/g, ""))).toEqual(
      layoutTable(shape, 5, { width: 40, style: plain }),
    );
  });
});
