import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parseNetTcp } from "./net-tcp.ts";

const HEADING = "  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode\n";
const little = { little_endian: true };
const parse = (text: string, facts = little) => parseNetTcp(Buffer.from(text, "latin1"), facts);

const TCP =
  "  12: 0B01A8C0:CEE2 08080808:01BB 08 000000FF:00000010 01:0000001E 00000003  1000        0 20021 2 00000000f5b5e8d1 21 4 0 10 -1";
const TCP6 =
  "   3: 0000000000000000FFFF00000100007F:0016 0000000000000000FFFF00000B01A8C0:D431 01 00000000:00000000 02:000A7214 00000000     0        0 7011 2 0000000000000000 20 4 1 10 -1";
const UDP6 =
  "  411: B80D0120000000000000000001000000:14E9 00000000000000000000000000000000:0000 07 00000000:00000000 00:00000000 00000000   112        0 18013 2 0000000000000000 7";

describe("parseNetTcp", () => {
  test("tcp: every column", () => {
    expect(parse(`${HEADING}${TCP}\n`)).toEqual({
      rows: [
        {
          local: "C0A8010B",
          local_port: 52962,
          remote: "08080808",
          remote_port: 443,
          state: 8,
          tx_queue: 255,
          rx_queue: 16,
          timer: 1,
          timer_ticks: 30,
          retransmits: 3,
          uid: 1000,
          inode: 20021,
          drops: null,
        },
      ],
      malformed: 0,
    });
  });

  test("tcp6: the four words of an address turn round one by one", () => {
    const [row] = parse(`${HEADING}${TCP6}\n`).rows;
    expect(row).toMatchObject({
      local: "00000000000000000000FFFF7F000001",
      remote: "00000000000000000000FFFFC0A8010B",
      timer: 2,
      timer_ticks: 684_564,
    });
  });

  test("udp6, and a last line without its newline", () => {
    const [row] = parse(`${HEADING}${UDP6}`).rows;
    expect(row).toMatchObject({
      local: "20010DB8000000000000000000000001",
      local_port: 5353,
      state: 7,
      uid: 112,
      drops: 7,
    });
  });

  test("a big-endian kernel prints addresses as they are", () => {
    const big = TCP.replace("0B01A8C0", "C0A8010B");
    expect(parse(`${HEADING}${big}\n`, { little_endian: false }).rows[0]?.local).toBe("C0A8010B");
  });

  test("TIME_WAIT has neither inode nor owner", () => {
    const line =
      "   1: 0100007F:C350 0100007F:0050 06 00000000:00000000 03:00000176 00000000     0        0 0 3 0000000000000000";
    expect(parse(`${HEADING}${line}\n`).rows[0]).toMatchObject({ state: 6, timer: 3, timer_ticks: 374, inode: 0 });
  });

  test.each([
    ["no columns", "x"],
    ["an address of seven digits", TCP.replace("0B01A8C0", "B01A8C0")],
    ["an address that is no number", TCP.replace("0B01A8C0", "0B01A8CG")],
    ["addresses of two families", TCP.replace("08080808", "0".repeat(32))],
    ["no local port", TCP.replace(":CEE2", "")],
    ["a local port that is none", TCP.replace(":CEE2", ":1CEE2")],
    ["a remote port that is no number", TCP.replace(":01BB", ":01BX")],
    ["a state that is no number", TCP.replace(" 08 ", " -8 ")],
    ["no tx_queue", TCP.replace("000000FF:", ":")],
    ["no rx_queue", TCP.replace(":00000010", "")],
    ["a timer that is no number", TCP.replace("01:0000001E", "z1:0000001E")],
    ["no timer value", TCP.replace("01:0000001E", "01")],
    ["retransmits that are no number", TCP.replace("00000003", "0000000x")],
    ["a negative uid", TCP.replace("  1000 ", "  -100 ")],
    ["an inode that is no number", TCP.replace("20021", "2OO21")],
    ["drops that are no number", UDP6.replace(/7$/, "x")],
  ])("a line with %s costs that line", (_name, bad) => {
    const { rows, malformed } = parse(`${HEADING}${bad}\n${TCP6}\n`);
    expect(rows.map(({ inode }) => inode)).toEqual([7011]);
    expect(malformed).toBe(1);
  });

  test("an empty file and a heading alone have no rows", () => {
    for (const text of ["", HEADING, HEADING.trimEnd()]) expect(parse(text)).toEqual({ rows: [], malformed: 0 });
  });

  test("any bytes give rows or a count, never a throw", () => {
    const line = fc.oneof(fc.string({ unit: "binary" }), fc.constantFrom(TCP, TCP6, UDP6, TCP.slice(0, 40)));
    fc.assert(
      fc.property(fc.array(line, { maxLength: 8 }), fc.boolean(), (lines, little_endian) => {
        const text = [HEADING.trimEnd(), ...lines].join("\n");
        const { rows, malformed } = parseNetTcp(Buffer.from(text), { little_endian });
        const after = text.split("\n").slice(1);
        expect(rows.length + malformed).toBe(after.at(-1) === "" ? after.length - 1 : after.length);
        for (const row of rows) expect(row.local).toMatch(/^([0-9A-F]{8}|[0-9A-F]{32})$/);
      }),
    );
  });
});
