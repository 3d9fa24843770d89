import { encodeLossless } from "@livetriage/triage-core/text";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parseNetIgmp } from "./net-igmp.ts";

describe("parseNetIgmp", () => {
  test("names by index, groups left out", () => {
    const text =
      "Idx\tDevice    : Count Querier\tGroup    Users Timer\tReporter\n1\tlo        :     1      V3\n\t\t\t\t010000E0     1 0:00000000\t\t0\n14\tveth@0a1b2c3:     1      V3\n";
    expect([...parseNetIgmp(encodeLossless(text))]).toEqual([
      [1, "lo"],
      [14, "veth@0a1b2c3"],
    ]);
  });

  test("any bytes are no throw", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        expect(parseNetIgmp(bytes).size).toBeLessThanOrEqual(bytes.length);
      }),
    );
  });
});
