import { RefusalReason } from "@livetriage/proto-types";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type Answer, decodeAnswers, encodeAnswer } from "./answer.ts";

const answers: Answer[] = [
  { kind: "status", status: { started: true, budget_ms: 60_000 } },
  { kind: "status", status: { refused: RefusalReason.EXPIRED, problem: "the command has expired" } },
  { kind: "segment", sealed: Uint8Array.from({ length: 300 }, (_, i) => i % 256) },
  { kind: "segment", sealed: new Uint8Array() },
  { kind: "end", end: { plain_bytes: 7, plain_sha256: "ab".repeat(32), ended: "finished", schema: "s" } },
  { kind: "about", about: { form: "systemd", uid: 0, capabilities: "0" } },
];

async function decoded(chunks: Uint8Array[]): Promise<Answer[]> {
  const found: Answer[] = [];
  for await (const answer of decodeAnswers(ReadableStream.from(chunks))) found.push(answer);
  return found;
}

describe("answers of the collecting side", () => {
  test("come back however the stream is cut", async () => {
    const bytes = Buffer.concat(answers.map(encodeAnswer));
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: bytes.length }), async (size) => {
        const chunks = Array.from({ length: Math.ceil(bytes.length / size) }, (_, i) =>
          bytes.subarray(i * size, (i + 1) * size),
        );
        expect(await decoded(chunks)).toEqual(answers);
      }),
      { numRuns: 30 },
    );
  });

  test("a stream that breaks off ends", async () => {
    const bytes = Buffer.concat(answers.map(encodeAnswer));
    expect(await decoded([bytes.subarray(0, -1)])).toEqual(answers.slice(0, -1));
  });

  test.each([
    ["too long", [2, 0xff, 0, 0, 0], "an answer of 4278190080 bytes"],
    ["of no known type", [9, 0, 0, 0, 2, 0x7b, 0x7d], "an answer of type 9"],
    ["not of its shape", [3, 0, 0, 0, 2, 0x7b, 0x7d], "plain_bytes"],
  ])("%s is an error", async (_, bytes, message) => {
    await expect(decoded([Uint8Array.from(bytes)])).rejects.toThrow(message);
  });
});
