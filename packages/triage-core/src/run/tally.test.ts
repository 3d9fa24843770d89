import { describe, expect, test } from "vitest";
import type { TriageError } from "../schema/error.ts";
import { toTriageError } from "./host-error.ts";
import { deriveStatus } from "./status.ts";
import { createTally } from "./tally.ts";

const denied = (path: string): TriageError => ({
  kind: "access_denied",
  scope: "field",
  source: "/proc/[pid]/exe",
  path,
});

test("30,000 refusals cost one row with three samples", () => {
  const tally = createTally();
  for (let pid = 1; pid <= 30_000; pid++) tally.add(denied(`/proc/${pid}/exe`));
  expect(tally.rows()).toEqual([
    {
      kind: "access_denied",
      scope: "field",
      source: "/proc/[pid]/exe",
      count: 30_000,
      samples: [denied("/proc/1/exe"), denied("/proc/2/exe"), denied("/proc/3/exe")],
    },
  ]);
});

describe("deriveStatus", () => {
  const section = { error: null, errors: [], truncations: [], items: 1 };
  const row = (kind: TriageError["kind"], why?: "policy" | "budget"): object => ({
    ...section,
    errors: [{ kind, scope: "item", source: "s", ...(why ? { why } : {}), count: 1, samples: [] }],
  });

  test.each([
    ["complete", section],
    ["complete", row("vanished")],
    ["complete", row("unsupported")],
    ["complete", row("skipped", "policy")],
    ["partial", row("skipped", "budget")],
    ["partial", row("access_denied")],
    ["partial", row("blocked")],
    ["partial", row("malformed")],
    ["partial", { ...section, error: { kind: "io", scope: "phase", source: "s" } }],
    ["failed", { ...section, items: 0, error: { kind: "io", scope: "phase", source: "s" } }],
    ["partial", row("reader_died")],
    ["failed", { ...row("reader_died"), items: 0 }],
    ["unsupported", { ...section, items: 0, error: { kind: "unsupported", scope: "phase", source: "s" } }],
  ])("%s", (expected, given) => {
    expect(deriveStatus(given as Parameters<typeof deriveStatus>[0])).toBe(expected);
  });
});

test("toTriageError keeps the path's exact bytes and the reason of a skip", () => {
  expect(toTriageError({ op: "open", path: "/a\uDCFF", errno: "EACCES" }, { scope: "item", source: "/*" })).toEqual({
    kind: "access_denied",
    scope: "item",
    source: "/*",
    path: "/a\\xff",
    path_base64: "L2H/",
    errno: "EACCES",
  });
  const skipped = { op: "list", path: "/mnt", errno: "SKIPPED" } as const;
  expect(toTriageError({ ...skipped, why: "policy" }, { scope: "source", source: "/*" })).toMatchObject({
    kind: "skipped",
    why: "policy",
  });
  expect(toTriageError({ ...skipped, why: "deadline" }, { scope: "source", source: "/*" }).kind).toBe(
    "deadline_exceeded",
  );
});
