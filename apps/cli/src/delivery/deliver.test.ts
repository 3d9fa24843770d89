import { createHash } from "node:crypto";
import type { Frame, PhaseSection, TriagePackage } from "@livetriage/triage-core";
import { describe, expect, test } from "vitest";
import { EXIT } from "../exit.ts";
import { stdoutSink } from "../output/stdout-sink.ts";
import { registry } from "../registry.ts";
import { sampleFrames } from "../testing/sample-frames.ts";
import { sampleProcess } from "../testing/sample-items.ts";
import { samplePackage, sampleSection } from "../testing/sample-package.ts";
import { type TestIo, testIo } from "../testing/test-io.ts";
import { deliver } from "./deliver.ts";
import type { Delivery } from "./options.ts";

const plain: Delivery = {
  format: "json",
  target: { kind: "stdout" },
  force: false,
  sealed: false,
  summaryOn: null,
  strict: false,
  quiet: false,
};

async function* stream(frames: readonly Frame[], onFrame: (i: number) => void): AsyncGenerator<Frame> {
  for (const [i, frame] of frames.entries()) {
    yield frame;
    onFrame(i);
  }
}

function deliverTo(
  io: TestIo,
  document: TriagePackage,
  change: Partial<Delivery> = {},
  onFrame: (i: number) => void = () => undefined,
) {
  const destination = { sink: stdoutSink(io.stdout), seal: null };
  return deliver(stream(sampleFrames(document), onFrame), registry, { ...plain, ...change }, destination, io);
}

const withStatus = (...statuses: PhaseSection["status"][]): TriagePackage =>
  samplePackage(
    Object.fromEntries(
      statuses.map((status, i) => [`p${i}`, sampleSection([sampleProcess(1, 0, ["/x"])], { status })]),
    ),
  );

describe("what is written", () => {
  test("json: one document and nothing else on stdout, its sha256 as the last line of stderr", async () => {
    const io = testIo();
    await deliverTo(io, withStatus("complete"));
    expect(JSON.parse(io.out())).toMatchObject({ schema: "livetriage.package/v1", ended: "finished" });
    expect(io.out().indexOf("\n")).toBe(io.out().length - 1);
    expect(io.err()).toBe(`${createHash("sha256").update(io.out()).digest("hex")}  -\n`);
  });

  test("ndjson: a line as soon as there is a frame", async () => {
    const io = testIo();
    const seen: number[] = [];
    await deliverTo(io, withStatus("complete"), { format: "ndjson" }, () => seen.push(io.out().split("\n").length - 1));
    expect(seen).toEqual([1, 2, 3, 4, 5]);
  });

  test("summary: text, and beside json on stderr", async () => {
    const io = testIo();
    await deliverTo(io, withStatus("complete"), { format: "summary" });
    expect(io.out()).toMatch(/^HOST\n/);
    const both = testIo();
    await deliverTo(both, withStatus("complete"), { summaryOn: "stderr" });
    expect(both.err()).toMatch(/^HOST\n[^]*\n[0-9a-f]{64} {2}-\n$/);
  });

  test("a summary in a file: its sha256 as the last line of stderr", async () => {
    const io = testIo();
    const target = { kind: "file", directory: "/nowhere", name: "s.txt" } as const;
    await deliverTo(io, withStatus("complete"), { format: "summary", target });
    expect(io.err()).toMatch(/^- is not sealed: [^\n]*\n[0-9a-f]{64} {2}-\n$/);
  });

  test("json on a terminal is escaped", async () => {
    const io = testIo({ terminal: true });
    const { host } = samplePackage({});
    await deliverTo(io, samplePackage({}, { host: { ...host, hostname: "a\u202eb" } }), { quiet: true });
    expect(io.out()).toContain("a\\u202eb");
  });

  test("a full disk is exit code 74", async () => {
    await expect(deliverTo(testIo({ room: 10 }), withStatus("complete"))).rejects.toMatchObject({
      code: EXIT.ioErr,
      message: "standard output cannot be written (ENOSPC)",
    });
  });
});

describe("exit code", () => {
  test.each([
    ["everything complete", withStatus("complete", "complete"), false, EXIT.ok],
    ["partial", withStatus("complete", "partial"), false, EXIT.ok],
    ["partial under --strict", withStatus("complete", "partial"), true, EXIT.incomplete],
    ["complete under --strict", withStatus("complete"), true, EXIT.ok],
    ["one phase failed", withStatus("failed", "complete"), false, EXIT.ok],
    ["nothing could be collected", withStatus("failed", "unsupported"), true, EXIT.nothing],
  ])("%s", async (_name, document, strict, code) => {
    expect(await deliverTo(testIo(), document, { strict })).toBe(code);
  });

  test("nothing could be collected: why, in one sentence above the sha256", async () => {
    const io = testIo();
    await deliverTo(io, withStatus("failed", "unsupported"));
    expect(io.err()).toMatch(/^nothing could be collected \(p0: failed, p1: unsupported\)\n[0-9a-f]{64} {2}-\n$/);
    const dead = { kind: "reader_died" as const, scope: "phase" as const, source: "/proc", count: 1, samples: [] };
    const other = testIo();
    await deliverTo(other, samplePackage({ p: sampleSection([], { status: "failed", errors: [dead] }) }));
    expect(other.err()).toMatch(
      /^nothing could be collected: readers did not start, [^\n]*ulimit -u\)\n[0-9a-f]{64} {2}-\n$/,
    );
  });

  test.each(["SIGHUP", "SIGINT", "SIGTERM"] as const)("%s, with everything until then delivered", async (signal) => {
    const io = testIo();
    expect(await deliverTo(io, withStatus("complete"), {}, (i) => i === 2 && io.interrupt(signal))).toBe(EXIT[signal]);
    expect(JSON.parse(io.out())).toMatchObject({ schema: "livetriage.package/v1" });
  });
});
