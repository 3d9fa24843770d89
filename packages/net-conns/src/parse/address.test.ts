import { isIP } from "node:net";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { formatAddress, isV4Mapped, networkOf, scopeOf } from "./address.ts";

describe("formatAddress", () => {
  test.each([
    ["00000000", "0.0.0.0"],
    ["C0A8010B", "192.168.1.11"],
    ["FFFFFFFF", "255.255.255.255"],
    ["00000000000000000000000000000000", "::"],
    ["00000000000000000000000000000001", "::1"],
    ["20010DB8000000000001000000000001", "2001:db8::1:0:0:1"],
    ["20010DB8000000010001000100010001", "2001:db8:0:1:1:1:1:1"],
    ["FE800000000000005054FFFFFE123456", "fe80::5054:ffff:fe12:3456"],
    ["20010000000000000000000000000000", "2001::"],
    ["00000000000000000000FFFF7F000001", "::ffff:127.0.0.1"],
  ])("%s", (hex, text) => {
    expect(formatAddress(hex)).toBe(text);
  });

  test("any address is text that others read as the same address", () => {
    const address = fc.oneof(
      fc.uint8Array({ minLength: 4, maxLength: 4 }),
      fc.uint8Array({ minLength: 16, maxLength: 16 }),
    );
    fc.assert(
      fc.property(address, (bytes) => {
        const hex = Buffer.from(bytes).toString("hex").toUpperCase();
        const text = formatAddress(hex);
        expect(isIP(text)).toBe(bytes.length === 4 ? 4 : 6);
        if (bytes.length === 16)
          expect(new URL(`http://[${text}]`).hostname).toBe(new URL(`http://[${spelledOut(hex)}]`).hostname);
      }),
    );
  });
});

const spelledOut = (hex: string): string => hex.match(/.{4}/g)?.join(":") ?? "";

describe("scopeOf", () => {
  test.each([
    ["unspecified", ["00000000", "0".repeat(32), "00000000000000000000FFFF00000000"]],
    ["loopback", ["7F000001", "7FFFFFFF", `${"0".repeat(31)}1`, "00000000000000000000FFFF7F000001"]],
    ["link_local", ["A9FE0001", `FE80${"0".repeat(28)}`, `FEBF${"0".repeat(28)}`]],
    [
      "private",
      [
        "0A000001",
        "AC100001",
        "AC1FFFFF",
        "C0A80001",
        "64400001",
        "647FFFFF",
        `FC00${"0".repeat(28)}`,
        `FDFF${"0".repeat(28)}`,
      ],
    ],
    ["multicast", ["E00000FB", "EFFFFFFF", "FFFFFFFF", `FF02${"0".repeat(28)}`]],
    [
      "public",
      [
        "08080808",
        "AC200001",
        "64800001",
        "0B000000",
        `2001${"0".repeat(28)}`,
        `FEC0${"0".repeat(28)}`,
        "00000000000000000000FFFF08080808",
      ],
    ],
  ])("%s", (scope, addresses) => {
    expect(addresses.map(scopeOf)).toEqual(addresses.map(() => scope));
  });
});

test("networkOf: /24, /48, and the /24 of a v4-mapped one", () => {
  expect(networkOf("CB007107")).toBe("203.0.113.0/24");
  expect(networkOf("20010DB8AAAABBBBCCCCDDDDEEEEFFFF")).toBe("2001:db8:aaaa::/48");
  expect(networkOf("00000000000000000000FFFFCB007107")).toBe("203.0.113.0/24");
});

test("isV4Mapped", () => {
  expect(isV4Mapped("00000000000000000000FFFF7F000001")).toBe(true);
  expect(isV4Mapped("7F000001")).toBe(false);
  expect(isV4Mapped(`${"0".repeat(24)}7F000001`)).toBe(false);
});
