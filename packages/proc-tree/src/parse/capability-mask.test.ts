import fc from "fast-check";
import { expect, test } from "vitest";
import { parseCapabilityMask } from "./capability-mask.ts";

test.each([
  ["0000000000000000", []],
  ["0000000000002400", ["net_bind_service", "net_raw"]],
  ["000001ffffffffff", ["all"]],
  ["000001fffeffffff", ["all", "-sys_resource"]],
  ["0000020000000001", ["chown", "cap_41"]],
  ["", null],
  ["zz", null],
  ["00000000000000000", null],
])("%s", (hex, names) => {
  expect(parseCapabilityMask(hex)).toEqual(names);
});

test("any text", () => {
  fc.assert(
    fc.property(fc.string(), (hex) => {
      expect(parseCapabilityMask(hex)?.length ?? 0).toBeLessThanOrEqual(64);
    }),
  );
});
