import { expect, test } from "vitest";
import { samplePackage, sampleSection } from "../testing/sample-package.ts";
import { gapsView } from "./gaps.ts";

test("phases first, then ends, cuts and errors, in turns", () => {
  const denied = { kind: "access_denied", scope: "field", source: "/proc/[pid]/exe" } as const;
  const document = samplePackage(
    {
      a: sampleSection([], {
        status: "failed",
        error: { kind: "io", scope: "phase", source: "/proc", message: "no processes here" },
        errors: [{ ...denied, count: 7, samples: [{ ...denied, path: "/proc/1/exe", errno: "EACCES" }] }],
      }),
      b: sampleSection([{}], {
        status: "partial",
        truncations: [
          {
            cap: "entries",
            limit: 1,
            unit: "items",
            source: "items",
            dropped: 9,
            dropped_is: "at-least",
            kept: "newest",
            groups: [],
          },
        ],
        errors: [{ kind: "skipped", scope: "source", source: "/mnt", why: "policy", count: 1, samples: [] }],
      }),
    },
    { ended: "deadline" },
  );
  expect(gapsView(document).rows).toEqual([
    ["a", "failed", "0 items in 310 ms"],
    ["b", "partial", "1 item in 310 ms"],
    ["collection", "deadline", "the rest was not collected"],
    ["a", "ended", "no processes here"],
    ["b", "cut", "at least 9 items dropped (cap entries 1); kept: newest"],
    ["a", "access_denied", "7 × field /proc/[pid]/exe (/proc/1/exe EACCES)"],
    ["b", "skipped (policy)", "1 × source /mnt"],
  ]);
});

test("signs that we were lied to come before all", () => {
  const integrity = {
    checked: [],
    signs: [{ id: "preload_file", source: "/etc/ld.so.preload", value: "/lib/x.so" }],
  };
  const [first] = gapsView(samplePackage({ a: sampleSection([]) }, { integrity })).rows;
  expect(first).toEqual(["INTEGRITY", "preload_file", "/lib/x.so (/etc/ld.so.preload)"]);
});
