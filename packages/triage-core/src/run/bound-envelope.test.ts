import { describe, expect, test } from "vitest";
import type { PackageHead, PhaseSection } from "../schema/envelope.ts";
import { boundHead, boundTail, HEAD_BYTES, TAIL_BYTES } from "./bound-envelope.ts";
import { encodedSize } from "./encode.ts";

/** Escapes to six bytes in JSON. */
const WORST = "\u0001".repeat(5000);

type Tail = Pick<PhaseSection, "error" | "errors" | "truncations" | "facts">;

function worstTail(rows: number): Tail {
  const error = { kind: "io" as const, scope: "item" as const, source: WORST, path: WORST };
  const groups = Array.from({ length: 33 }, (_, i) => ({ key: `${WORST}${i}`, dropped: i }));
  const truncation = {
    cap: "entries",
    limit: 1,
    unit: "items",
    source: WORST,
    dropped: 9,
    dropped_is: "exact" as const,
    kept: WORST,
    groups,
  };
  return {
    error,
    errors: Array.from({ length: rows }, () => ({ ...error, count: 7, samples: [error, error, error] })),
    truncations: Array.from({ length: rows }, () => truncation),
    facts: Array.from({ length: rows }, () => ({ id: WORST, source: WORST, value: WORST })),
  };
}

describe("boundTail", () => {
  test("what fits stays as it is", () => {
    const tail: Tail = {
      error: null,
      errors: [],
      truncations: [],
      facts: [{ id: "engine", source: "s", value: "walk" }],
    };
    expect(boundTail(tail)).toEqual(tail);
  });

  test("the worst still fits, and what was left out is counted", () => {
    const bounded = boundTail(worstTail(500));
    expect(encodedSize(bounded)).toBeLessThanOrEqual(TAIL_BYTES);
    expect(bounded.errors[0]?.count).toBe(7);
    expect(bounded.facts.at(-1)).toMatchObject({ id: "envelope_rows_cut", count: 1500 - 3 * bounded.errors.length });
  });

  test("groups that are cut are summed", () => {
    const bounded = boundTail(worstTail(1));
    const sum = bounded.truncations[0]?.groups.reduce((total, group) => total + group.dropped, 0);
    expect(sum).toBe((32 * 33) / 2);
  });
});

test("boundHead cuts the mount table and counts it", () => {
  const mount = { mount_point: WORST, fs_type: "ext4", source: WORST, options: WORST, device: "8:1", root: "/" };
  const host = { mounts: Array.from({ length: 400 }, () => mount), mounts_dropped: 100, hostname: WORST };
  const bounded = boundHead({ host, schema: "s" } as unknown as PackageHead);
  expect(encodedSize(bounded)).toBeLessThanOrEqual(HEAD_BYTES);
  expect((bounded.host.mounts?.length ?? 0) + bounded.host.mounts_dropped).toBe(500);
});
