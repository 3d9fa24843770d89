import fc from "fast-check";
import { expect, test } from "vitest";
import { parseNetNetlink } from "./net-netlink.ts";

const HEADING = "sk               Eth Pid        Groups   Rmem     Wmem     Dump  Locks    Drops    Inode\n";
const ROW = "00000000955fb772 15  4294963199 80000001 4352     128      0     2        17       1583    ";

const parse = (text: string) => parseNetNetlink(Buffer.from(text));

test("every column", () => {
  const row = { protocol: 15, port_id: 4_294_963_199, groups: 0x80000001, rx_queue: 4352, tx_queue: 128 };
  expect(parse(`${HEADING}${ROW}\n`)).toEqual({ rows: [{ ...row, drops: 17, inode: 1583 }], malformed: 0 });
});

test.each([
  ["a protocol", ROW.replace(" 15 ", " ab ")],
  ["a port", ROW.replace("4294963199", "-1        ")],
  ["groups", ROW.replace("80000001", "8000000g")],
  ["read memory", ROW.replace("4352", "43.2")],
  ["write memory", ROW.replace("128", "x28")],
  ["drops", ROW.replace("17", "1-")],
  ["an inode", ROW.replace("1583    ", "")],
])("a line without %s costs that line", (_name, bad) => {
  expect(parse(`${HEADING}${bad}\n${ROW}\n`)).toMatchObject({ rows: [{ inode: 1583 }], malformed: 1 });
});

test("any bytes give rows or a count, never a throw", () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
      const { rows, malformed } = parseNetNetlink(Buffer.concat([Buffer.from(HEADING), bytes]));
      expect(rows.length + malformed).toBeLessThanOrEqual(bytes.length);
    }),
  );
});
