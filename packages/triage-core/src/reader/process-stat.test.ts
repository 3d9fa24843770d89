import * as fc from "fast-check";
import { expect, it } from "vitest";
import { processImage } from "./process-stat.ts";

const FIELDS = Array.from({ length: 50 }, (_, i) => String(i + 3));

it("takes fields 22, 28 and 48, whatever the name of the program holds", () => {
  const line = Buffer.from(`7 (a) R 1 (\n9) ${FIELDS.join(" ")}\n`);
  expect(processImage(line)).toEqual({ startTicks: "22", image: "28 48" });
});

it("knows nothing of a line that is cut short", () => {
  expect(processImage(Buffer.from("7 (a) S 1 2"))).toEqual({ startTicks: "", image: " " });
  expect(processImage(Buffer.from(""))).toEqual({ startTicks: "", image: " " });
});

it("ends for any bytes", () => {
  fc.assert(fc.property(fc.uint8Array({ maxLength: 500 }), (bytes) => void processImage(Buffer.from(bytes))));
});
