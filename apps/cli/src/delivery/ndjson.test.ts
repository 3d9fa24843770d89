import { createHash } from "node:crypto";
import { testClock } from "@livetriage/triage-core/testing";
import { expect, test } from "vitest";
import { registry } from "../registry.ts";
import { readSaved } from "../saved/saved-package.ts";
import { sampleFrames } from "../testing/sample-frames.ts";
import { sampleProcess } from "../testing/sample-items.ts";
import { samplePackage, sampleSection } from "../testing/sample-package.ts";
import { ndjsonLines } from "./ndjson.ts";

const document = samplePackage({
  "proc-tree": sampleSection([sampleProcess(1, 0, ["/sbin/init"])]),
  other: sampleSection([{ x: 1 }]),
});
const encode = (): string[] => sampleFrames(document).map(ndjsonLines(registry, testClock()));

test("every line tells whose it is, and no key stands twice", () => {
  const lines = encode().map((line) => JSON.parse(line) as Record<string, unknown>);
  for (const line of lines) {
    expect(Object.keys(line).slice(0, 4)).toEqual(["package_id", "host_name", "boot_id", "item_type"]);
    expect(line).toMatchObject({
      package_id: "5e3f4c2a-0000-4000-8000-000000000001",
      host_name: "db-1",
      boot_id: "b0070000-0000-4000-8000-000000000000",
      collected_at: "2026-11-23T12:00:00Z",
    });
  }
  expect(lines.map(({ frame, phase, item_type }) => [frame, phase, item_type])).toEqual([
    ["header", null, null],
    ["phase-start", "proc-tree", "ProcessNode"],
    ["item", "proc-tree", "ProcessNode"],
    ["phase-end", "proc-tree", "ProcessNode"],
    ["phase-start", "other", null],
    ["item", "other", null],
    ["phase-end", "other", null],
    ["trailer", null, null],
  ]);
  for (const line of encode()) expect(line.match(/"phase":/g)).toHaveLength(1);
});

test("the trailer seals the bytes before it, and the lines make the document again", () => {
  const lines = encode();
  const trailer = JSON.parse(lines.at(-1) as string) as { sha256: string };
  expect(trailer.sha256).toBe(createHash("sha256").update(lines.slice(0, -1).join("")).digest("hex"));
  const saved = readSaved("x", Buffer.from(lines.join("")));
  expect(saved).toMatchObject({ form: "ndjson", sealOfStream: true });
  expect(saved.document.phases["proc-tree"]?.items).toEqual(document.phases["proc-tree"]?.items);
  expect(readSaved("x", Buffer.from(lines.join("").replace("/sbin/init", "/sbin/evil"))).sealOfStream).toBe(false);
});
