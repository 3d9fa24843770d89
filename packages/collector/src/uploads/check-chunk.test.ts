import { createHash } from "node:crypto";
import { create } from "@bufbuild/protobuf";
import { ChunkSchema, fromHex } from "@livetriage/proto-types";
import { expect, test } from "vitest";
import { checkChunk } from "./check-chunk.ts";

const ID = "0f".repeat(16);
const sealed = new Uint8Array(1000);
const sha256 = createHash("sha256").update(sealed).digest();
const packageId = fromHex(ID) ?? new Uint8Array();

/** The complaint about the nth chunk of a package, which brings it to `end`. */
function complaint(count: number, end: number): string | undefined {
  const begin = end - sealed.length;
  const chunk = create(ChunkSchema, { packageId, offset: BigInt(begin), sealed, sha256 });
  return checkChunk(chunk, { packageId: ID, end: begin, count }, 67_108_864)?.rawMessage;
}

test.each([
  [1, 1000, undefined],
  [256, 256_000, undefined],
  [261, 256_000, "too many small chunks"],
  [256 + 160, 160 * 65_536, undefined],
  [256 + 161, 160 * 65_536, "too many small chunks"],
])("chunk %i at %i bytes: %s", (count, end, problem) => {
  expect(complaint(count, end)).toBe(problem);
});
