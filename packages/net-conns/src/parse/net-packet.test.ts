import fc from "fast-check";
import { expect, test } from "vitest";
import { parseNetPacket } from "./net-packet.ts";

const HEADING = "sk               RefCnt Type Proto  Iface R Rmem   User   Inode\n";
const ROW = "0000000080db35d4 3      3    88cc   4     1 832    998    86729 ";

const parse = (text: string) => parseNetPacket(Buffer.from(text));

test("every column", () => {
  expect(parse(`${HEADING}${ROW}\n`)).toEqual({
    rows: [{ type: 3, protocol: 0x88cc, interface_index: 4, rx_queue: 832, uid: 998, inode: 86729 }],
    malformed: 0,
  });
});

test.each([
  ["a type", ROW.replace("3    88cc", "x    88cc")],
  ["a protocol", ROW.replace("88cc", "88cg")],
  ["an interface", ROW.replace("4     1", "-4    1")],
  ["memory", ROW.replace("832", "8E2")],
  ["a user", ROW.replace("998", "nobody")],
  ["an inode", ROW.replace("86729 ", "")],
])("a line without %s costs that line", (_name, bad) => {
  expect(parse(`${HEADING}${bad}\n${ROW}\n`)).toMatchObject({ rows: [{ inode: 86729 }], malformed: 1 });
});

test("any bytes give rows or a count, never a throw", () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
      const { rows, malformed } = parseNetPacket(Buffer.concat([Buffer.from(HEADING), bytes]));
      expect(rows.length + malformed).toBeLessThanOrEqual(bytes.length);
    }),
  );
});
