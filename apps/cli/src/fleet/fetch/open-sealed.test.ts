import { createHash } from "node:crypto";
import { gzipSync } from "node:zlib";
import { create, type MessageInitShape } from "@bufbuild/protobuf";
import { ManifestSchema, sealSegments } from "@livetriage/proto-types";
import { Encrypter, generateX25519Identity, identityToRecipient } from "age-encryption";
import { beforeAll, expect, test } from "vitest";
import type { PartFile } from "../../output/part-file.ts";
import { openSealed } from "./open-sealed.ts";

const frames = Buffer.from('{"frame":"header"}\n{"frame":"trailer"}\n');
const sha256 = (bytes: Uint8Array) => createHash("sha256").update(bytes).digest();

let identity: string;
let recipient: string;
beforeAll(async () => {
  identity = await generateX25519Identity();
  recipient = await identityToRecipient(identity);
});

async function sealTo(plain: Uint8Array): Promise<Buffer> {
  const parts: Uint8Array[] = [];
  for await (const part of sealSegments([plain], [recipient])) parts.push(part);
  return Buffer.concat(parts);
}

/** A segment around whatever a hostile sensor puts into it. */
async function segmentOf(member: Uint8Array): Promise<Buffer> {
  const encrypter = new Encrypter();
  encrypter.addRecipient(recipient);
  const sealed = await encrypter.encrypt(member);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(sealed.length);
  return Buffer.concat([length, sealed]);
}

async function open(sealed: Uint8Array, claims: MessageInitShape<typeof ManifestSchema>, key = identity) {
  const part = {
    size: () => sealed.length,
    async *read() {
      yield sealed;
    },
  } as unknown as PartFile;
  const manifest = create(ManifestSchema, {
    plainBytes: BigInt(frames.length),
    plainSha256: sha256(frames),
    sealedBytes: BigInt(sealed.length),
    sealedSha256: sha256(sealed),
    ...claims,
  });
  const plain: Uint8Array[] = [];
  for await (const bytes of openSealed(part, manifest, key)) plain.push(bytes);
  return Buffer.concat(plain);
}

test("the frame stream comes back byte for byte", async () => {
  expect(await open(await sealTo(frames), {})).toEqual(frames);
});

const deep = Buffer.from(`${"[".repeat(100_000)}${"]".repeat(100_000)}\n`);
const ofPlain = (plain: Uint8Array) => ({ plainBytes: BigInt(plain.length), plainSha256: sha256(plain) });

test.each<[string, () => Promise<Buffer>, MessageInitShape<typeof ManifestSchema>, RegExp]>([
  ["sealed bytes of another digest", () => sealTo(frames), { sealedSha256: sha256(frames) }, /its sealed bytes/],
  ["another number of sealed bytes", () => sealTo(frames), { sealedBytes: 1n }, /its sealed bytes/],
  ["frames of another digest", () => sealTo(frames), { plainSha256: sha256(deep) }, /its frame stream is not the one/],
  ["fewer frames than signed", () => sealTo(frames), { plainBytes: 100n }, /its frame stream is not the one/],
  ["more frames than signed", () => sealTo(frames), { plainBytes: 5n }, /larger than 5 bytes/],
  ["deep JSON", () => sealTo(deep), ofPlain(deep), /its frame stream nests deeper than 64 levels/],
  ["a bomb", () => segmentOf(gzipSync(Buffer.alloc(50_000_000))), {}, /a segment cannot be inflated/],
  ["what is not gzip", () => segmentOf(frames), {}, /a segment cannot be inflated/],
  ["a cut segment", async () => (await sealTo(frames)).subarray(0, -1), {}, /ends inside a segment/],
  ["a segment of 4 GiB", async () => Buffer.alloc(8, 0xff), {}, /a segment of 4294967295 bytes/],
])("%s is refused", async (_, sealed, claims, sentence) => {
  const message = expect.stringMatching(sentence);
  await expect(sealed().then((bytes) => open(bytes, claims))).rejects.toMatchObject({ code: 65, message });
});

test("what was sealed to somebody else stays closed", async () => {
  const stranger = await generateX25519Identity();
  const message = expect.stringMatching(/a segment cannot be unsealed/);
  await expect(sealTo(frames).then((bytes) => open(bytes, {}, stranger))).rejects.toMatchObject({ code: 65, message });
});
