import { MAX_SEGMENT_PLAIN_BYTES, sealSegments } from "@livetriage/proto-types";
import { encodeFrame } from "@livetriage/triage-core";
import { generateX25519Identity, identityToRecipient } from "age-encryption";
import { expect, test } from "vitest";
import type { PartFile } from "../../output/part-file.ts";
import { readSaved } from "../../saved/saved-package.ts";
import { sampleFrames } from "../../testing/sample-frames.ts";
import { samplePackage, sampleSection } from "../../testing/sample-package.ts";
import { openPartial } from "./open-partial.ts";

/** More than any package here has. */
const ENOUGH = 64 * 1_048_576;

const identity = await generateX25519Identity();
const frames = sampleFrames(samplePackage({ "proc-tree": sampleSection([{ pid: 1 }, { pid: 2 }]) })).filter(
  ({ frame }) => frame !== "trailer",
);

/** A segment for each frame, as they left the sensor before it died. */
async function sealedFrames(): Promise<Buffer> {
  const recipient = await identityToRecipient(identity);
  const parts: Uint8Array[] = [];
  const plain = frames.flatMap((frame) => [Buffer.from(encodeFrame(frame)), "flush" as const]);
  for await (const part of sealSegments(plain, [recipient])) parts.push(part);
  return Buffer.concat(parts);
}

async function opened(sealed: Uint8Array, key = identity): Promise<string> {
  const part = {
    async *read() {
      yield sealed;
    },
  } as unknown as PartFile;
  const parts: Uint8Array[] = [];
  for await (const bytes of openPartial(part, key, ENOUGH)) parts.push(bytes);
  return Buffer.concat(parts).toString();
}

test("what came before the cut is read, and says itself that it is not whole", async () => {
  const sealed = await sealedFrames();
  const text = await opened(sealed.subarray(0, -1));
  expect(text).toBe(frames.slice(0, -1).map(encodeFrame).join(""));
  const { document, sealOfStream } = readSaved("x.partial.ndjson", Buffer.from(text));
  expect(sealOfStream).toBeNull();
  expect(document.ended).not.toBe("finished");
});

test("a segment that is none ends it, whatever follows", async () => {
  const sealed = await sealedFrames();
  const text = await opened(Buffer.concat([sealed, Buffer.from([0, 0, 0, 1, 0]), sealed]));
  expect(text).toBe(frames.map(encodeFrame).join(""));
});

test("another's identity reads nothing", async () => {
  expect(await opened(await sealedFrames(), await generateX25519Identity())).toBe("");
});

test.each([
  ["a line that nests too deep", "[".repeat(100_000)],
  ["a line that is too long", `"${"x".repeat(4_194_304)}"`],
])("%s is not gone on with", async (_, line) => {
  const recipient = await identityToRecipient(identity);
  const parts: Uint8Array[] = [];
  for await (const part of sealSegments([Buffer.from(`${line}\n{}\n`)], [recipient])) parts.push(part);
  expect(await opened(Buffer.concat(parts))).not.toContain("{}");
});

test("a file that cannot be read is no end of a package", async () => {
  const part = {
    async *read(): AsyncGenerator<Uint8Array> {
      yield await Promise.reject(new Error("EIO"));
    },
  } as unknown as PartFile;
  await expect(openPartial(part, identity, ENOUGH).next()).rejects.toThrow("EIO");
});

test("of a package without an end no more is read than the bound", async () => {
  const sealed: Uint8Array[] = [];
  const lines = Buffer.alloc(MAX_SEGMENT_PLAIN_BYTES, "\n");
  for await (const part of sealSegments([lines], [await identityToRecipient(identity)])) sealed.push(part);
  const part = {
    async *read() {
      for (let n = 0; n < 5; n += 1) yield* sealed;
    },
  } as unknown as PartFile;
  let size = 0;
  for await (const plain of openPartial(part, identity, 3 * MAX_SEGMENT_PLAIN_BYTES)) size += plain.length;
  expect(size).toBe(3 * MAX_SEGMENT_PLAIN_BYTES);
});
