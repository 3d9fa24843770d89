import { expect, test } from "vitest";
import { formatIpv6 } from "./ip.ts";

test.each([
  ["00000000000000000000000000000000", "::"],
  ["20010db8000000000001000000000001", "2001:db8::1:0:0:1"],
  ["20010db8000100000001000000010001", "2001:db8:1:0:1:0:1:1"],
  ["00000000000000000000ffffc0000201", "::ffff:192.0.2.1"],
  ["fe800000000000000000000000000000", "fe80::"],
])("%s is %s", (hex, address) => {
  expect(formatIpv6(Buffer.from(hex, "hex"))).toBe(address);
});
