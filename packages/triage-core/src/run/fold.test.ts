import { describe, expect, test } from "vitest";
import type { PackageHead } from "../schema/envelope.ts";
import type { Frame } from "../schema/frame.ts";
import { encodeFrame, encodePackage } from "./encode.ts";
import { fold } from "./fold.ts";

const head = { schema: "livetriage.package/v1", package_id: "p", collection: { case_id: "IR-1", clocks_end: null } };
const clocks = { wall: "2026-11-23T00:00:01Z", monotonic_ns: "1", boottime_ns: null };
const frames = [
  { frame: "header", head: head as unknown as PackageHead, phases: ["a"] },
  {
    frame: "phase-start",
    phase: "a",
    version: "1.0.0",
    schema: 1,
    caps: { entries: 1 },
    params: {},
    started_at: "2026-11-23T00:00:00Z",
  },
  { frame: "item", phase: "a", item: { pid: 1, comm: "é\u2028\n" } },
  {
    frame: "phase-end",
    phase: "a",
    status: "complete",
    error: null,
    errors: [],
    truncations: [],
    facts: [],
    duration_ms: 2,
    items: 1,
  },
  {
    frame: "trailer",
    finished_at: "2026-11-23T00:00:01Z",
    duration_ms: 3,
    ended: "finished",
    clocks_end: clocks,
    footprint: {},
    sha256: "",
  },
] as Frame[];

test("the phases stand in the order of the header, whichever starts first", () => {
  const started = (phase: string) => ({ ...frames[1], phase }) as Frame;
  const header = { ...frames[0], phases: ["a", "b"] } as Frame;
  const { phases } = fold([header, started("c"), started("b"), started("a")]) ?? { phases: {} };
  expect(Object.keys(phases)).toEqual(["a", "b", "c"]);
});

describe("fold", () => {
  test("a whole stream is a whole document", () => {
    expect(fold(frames)).toEqual({
      ...head,
      collection: { case_id: "IR-1", clocks_end: clocks },
      finished_at: "2026-11-23T00:00:01Z",
      duration_ms: 3,
      ended: "finished",
      footprint: {},
      phases: {
        a: {
          version: "1.0.0",
          schema: 1,
          status: "complete",
          error: null,
          errors: [],
          truncations: [],
          caps: { entries: 1 },
          params: {},
          facts: [],
          started_at: "2026-11-23T00:00:00Z",
          duration_ms: 2,
          items: [{ pid: 1, comm: "é\u2028\n" }],
        },
      },
    });
  });

  test("a stream that breaks off is a partial document", () => {
    const document = fold(frames.slice(0, 3));
    expect(document).toMatchObject({ ended: "interrupted", finished_at: null, footprint: null });
    expect(document?.phases["a"]).toMatchObject({
      status: "partial",
      error: { kind: "cancelled" },
      items: [{ pid: 1 }],
    });
    expect(fold(frames.slice(1))).toBeNull();
  });
});

test("encodings equal JSON.stringify", () => {
  const document = fold(frames);
  if (document === null) throw new Error("no document");
  expect(encodePackage(document)).toBe(JSON.stringify({ ...document, phases: document.phases }));
  expect(JSON.parse(encodePackage(document))).toEqual(document);
  for (const frame of frames) expect(JSON.parse(encodeFrame(frame))).toEqual(frame);
});
