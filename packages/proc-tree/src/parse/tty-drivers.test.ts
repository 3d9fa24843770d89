import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parseTtyDrivers, ttyName } from "./tty-drivers.ts";

const TABLE = `/dev/tty             /dev/tty        5       0 system:/dev/tty
/dev/console         /dev/console    5       1 system:console
serial               /dev/ttyS       4 64-95 serial
hvc                  /dev/hvc      229       0 serial
pty_slave            /dev/pts      136 0-1048575 pty:slave
unknown              /dev/tty        4 1-63 console
a line without numbers
`;
const drivers = parseTtyDrivers(TABLE);
const device = (major: number, minor: number) => ((major << 8) | (minor & 0xff) | ((minor & 0xfff00) << 12)) >>> 0;

describe("ttyName", () => {
  test.each([
    [device(136, 0), "/dev/pts/0"],
    [device(136, 300), "/dev/pts/300"],
    [device(4, 1), "/dev/tty1"],
    [device(4, 65), "/dev/ttyS1"],
    [device(229, 0), "/dev/hvc0"],
    [device(5, 1), "/dev/console"],
    [device(99, 3), null],
    [0, null],
  ])("%i is %s", (tty_nr, name) => {
    expect(ttyName(tty_nr, drivers)).toBe(name);
  });

  test("a bad line costs a line", () => {
    expect(drivers).toHaveLength(6);
  });

  test("any text gives drivers", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), fc.nat(), (text, tty_nr) => {
        expect(typeof ttyName(tty_nr, parseTtyDrivers(text))).toMatch(/string|object/);
      }),
    );
  });
});
