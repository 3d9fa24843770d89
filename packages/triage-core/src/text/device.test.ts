import fc from "fast-check";
import { expect, test } from "vitest";
import { toDevice } from "./device.ts";

/** makedev(3) as glibc writes it. */
const makedev = (major: bigint, minor: bigint): bigint =>
  ((major & 0xfffn) << 8n) | ((major & 0xfffff000n) << 32n) | (minor & 0xffn) | ((minor & 0xffffff00n) << 12n);

test.each([
  [0x1n, "0:1"],
  [0x801n, "8:1"],
  [0x8800n, "136:0"],
  [0x10300n, "259:0"],
])("device %s", (dev, expected) => {
  expect(toDevice(dev)).toBe(expected);
});

test("any major and minor come back", () => {
  const number = fc.bigInt({ min: 0n, max: 0xffffffffn });
  fc.assert(
    fc.property(number, number, (major, minor) => {
      expect(toDevice(makedev(major, minor))).toBe(`${major}:${minor}`);
    }),
  );
});
