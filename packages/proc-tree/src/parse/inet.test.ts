import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parseInet, parsePacketInodes } from "./inet.ts";

const row = (remote: string, state: string, inode: string) =>
  `   0: 0100007F:0277 ${remote} ${state} 00000000:00000000 00:00000000 00000000     0        0 ${inode} 1 0 100 0 0 10 0\n`;

describe("parseInet", () => {
  test.each([
    ["0100007F:1234", false],
    ["0101A8C0:0050", false],
    ["0100000A:0050", false],
    ["010010AC:0050", false],
    ["0100FEA9:0050", false],
    ["01004064:0050", false],
    ["08080808:0035", true],
    ["00000000:0000", false],
    ["00000000000000000000000001000000:0050", false],
    ["0000000000000000FFFF000008080808:0050", true],
    ["0000000000000000FFFF00000100007F:0050", false],
    ["B80D0120000000000000000001000000:0050", true],
    ["000080FE000000000000000001000000:0050", false],
    ["000000FD000000000000000001000000:0050", false],
    ["zz:0050", false],
  ])("the peer %s is public: %s", (remote, publicPeer) => {
    expect(parseInet(row(remote, "01", "7"), true)).toEqual([{ inode: "7", publicPeer }]);
  });

  test("words of a big-endian host are not turned", () => {
    expect(parseInet(row("08080401:0035", "01", "7"), false)[0]?.publicPeer).toBe(true);
    expect(parseInet(row("7F000001:0035", "01", "7"), false)[0]?.publicPeer).toBe(false);
  });

  test("only those wanted, none without an inode, no header", () => {
    const text = `  sl  local_address rem_address   st\n${row("0:0", "0A", "5")}${row("0:0", "0A", "6")}${row("0:0", "06", "0")}`;
    expect(parseInet(text, true, new Set(["6"]))).toEqual([{ inode: "6", publicPeer: false }]);
    expect(parseInet(text, true)).toHaveLength(2);
  });

  test("a line made to keep us busy ends within the time of a test", () => {
    expect(parseInet(`1 (a) ${" ".repeat(200_000)}`, true)).toEqual([]);
  });

  test("any text", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (text) => {
        expect(Array.isArray(parseInet(text, true))).toBe(true);
        expect(Array.isArray(parsePacketInodes(text))).toBe(true);
      }),
    );
  });
});

test("inodes of packet sockets", () => {
  const text =
    "sk               RefCnt Type Proto  Iface R Rmem   User   Inode\nffff8880 3      3    0003   2     1 0      0      5551\nx\n";
  expect(parsePacketInodes(text)).toEqual(["5551"]);
});
