import { encodeLossless } from "@livetriage/triage-core/text";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parseNetUnix } from "./net-unix.ts";

const HEADING = "Num       RefCount Protocol Flags    Type St Inode Path\n";
const PLAIN = "0000000042336d64: 00000003 00000000 00000000 0001 03  1670";
const LISTENER = "000000004dcad19b: 00000002 00000000 00010000 0005 01 12345 /run/a b";

const parse = (...lines: string[]) => parseNetUnix(encodeLossless(HEADING + lines.map((line) => `${line}\n`).join("")));
const paths = (...lines: string[]) => parse(...lines).rows.map(({ path }) => path);

describe("parseNetUnix", () => {
  test("every column; a name keeps its blanks", () => {
    expect(parse(PLAIN, LISTENER)).toEqual({
      rows: [
        { accepts: false, type: 1, state: 3, inode: 1670, path: null, doubtful: false },
        { accepts: true, type: 5, state: 1, inode: 12345, path: "/run/a b", doubtful: false },
      ],
      malformed: 0,
    });
  });

  test("unconnected is not listening: that is the flag", () => {
    const [row] = parse(PLAIN.replace(" 03 ", " 01 ")).rows;
    expect(row).toMatchObject({ state: 1, accepts: false });
  });

  test("names begin and end with blanks, and are bytes", () => {
    expect(paths(`${PLAIN}  x `, `${PLAIN} @\uDCFF@`)).toEqual([" x ", "@\uDCFF@"]);
  });

  test("a name with newlines is one name", () => {
    expect(paths(`${PLAIN} @a`, "b c", "", LISTENER)).toEqual(["@a\nb c\n", "/run/a b"]);
  });

  test("a row that fits into the name before it is doubtful, one that does not is not", () => {
    const named = (length: number) => `${PLAIN} ${"n".repeat(length)}`;
    const room = 108 - 1 - LISTENER.length;
    expect(parse(named(room), LISTENER).rows.map(({ doubtful }) => doubtful)).toEqual([false, true]);
    expect(parse(named(room + 1), LISTENER).rows.map(({ doubtful }) => doubtful)).toEqual([false, false]);
    expect(parse(PLAIN, LISTENER).rows.map(({ doubtful }) => doubtful)).toEqual([false, false]);
  });

  test("no row is lost to a forged one", () => {
    const forged = "0000000000000000: 00000002 00000000 00010000 0001 01  1670 /x";
    const { rows, malformed } = parse(PLAIN, `${PLAIN.replace("1670", "1671")} @evil`, forged, LISTENER);
    expect(rows.map(({ inode, doubtful }) => [inode, doubtful])).toEqual([
      [1670, false],
      [1671, false],
      [1670, true],
      [12345, true],
    ]);
    expect(malformed).toBe(0);
  });

  test.each([
    ["a pointer of another width", PLAIN.slice(1)],
    ["no colon", PLAIN.replace(":", " ")],
    ["a short count", PLAIN.replace("00000003", "0000003")],
    ["a protocol that is no number", PLAIN.replace("3 00000000", "3 0000000z")],
    ["flags that are no number", PLAIN.replace("00000000 0001", "0000000z 0001")],
    ["a type that is no number", PLAIN.replace("0001", "000x")],
    ["a state that is no number", PLAIN.replace(" 03 ", " -3 ")],
    ["an inode that is no number", PLAIN.replace("1670", "167O")],
    ["no inode", PLAIN.replace("  1670", "")],
  ])("a line with %s costs that line", (_name, bad) => {
    expect(parse(PLAIN, bad, LISTENER)).toMatchObject({ rows: [{ inode: 1670 }, { inode: 12345 }], malformed: 1 });
  });

  test("any name gives back its row and those around it", () => {
    const name = fc.uint8Array({ minLength: 1, maxLength: 107 }).filter((bytes) => !bytes.includes(0));
    fc.assert(
      fc.property(name, (bytes) => {
        const text = Buffer.concat([
          Buffer.from(`${HEADING}${PLAIN}\n${PLAIN} `),
          bytes,
          Buffer.from(`\n${LISTENER}\n`),
        ]);
        const { rows, malformed } = parseNetUnix(text);
        expect(rows.map(({ inode }) => inode)).toEqual([1670, 1670, 12345]);
        expect(Buffer.from(encodeLossless(rows[1]?.path ?? ""))).toEqual(Buffer.from(bytes));
        expect(malformed).toBe(0);
      }),
    );
  });

  test("any bytes give rows or a count, never a throw", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
        const { rows, malformed } = parseNetUnix(bytes);
        expect(rows.length + malformed).toBeLessThanOrEqual(bytes.length);
      }),
    );
  });
});
