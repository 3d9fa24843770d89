import { MAX_SEGMENT_PLAIN_BYTES, sealSegments } from "@livetriage/proto-types";
import { generateX25519Identity, identityToRecipient } from "age-encryption";
import { expect, test, vi } from "vitest";
import type { PartFile } from "../../output/part-file.ts";
import { openPartial } from "./open-partial.ts";

/** A bound that is reached soon; the real one takes ten seconds to be read. */
vi.mock("../../config/operator-file.ts", () => ({ MOST_BYTES: 3 * 1_048_576 }));

test("of a package without an end no more is read than an operator's file may have", async () => {
  const identity = await generateX25519Identity();
  const lines = Buffer.alloc(MAX_SEGMENT_PLAIN_BYTES, "\n");
  const sealed: Uint8Array[] = [];
  for await (const segment of sealSegments([lines], [await identityToRecipient(identity)])) sealed.push(segment);
  const part = {
    async *read() {
      for (let n = 0; n < 5; n += 1) yield* sealed;
    },
  } as unknown as PartFile;
  let size = 0;
  for await (const plain of openPartial(part, identity)) size += plain.length;
  expect(size).toBe(3 * MAX_SEGMENT_PLAIN_BYTES);
});
