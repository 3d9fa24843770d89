import { generateKeyPairSync, type KeyObject } from "node:crypto";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { makeHostKey, verifyHostKey } from "./host-key.ts";
import { ed25519Bytes, ed25519Key, keyIdOf } from "./keys.ts";
import { cosignDocument, signDocument } from "./sign-document.ts";
import { isSignedBy, signersOf } from "./verify-document.ts";

const operator = generateKeyPairSync("ed25519");
const other = generateKeyPairSync("ed25519");
const sensor = generateKeyPairSync("ec", { namedCurve: "P-256" });
const TYPE = "application/vnd.livetriage.command.v1";
const payload = Buffer.from("payload");

describe.each([
  ["ed25519", operator],
  ["P-256", sensor],
])("a document signed with %s", (_, { privateKey, publicKey }) => {
  const document = signDocument(TYPE, payload, privateKey);

  test("has one signature of 64 bytes, by the id of its key", () => {
    expect(document.signatures.map(({ signature }) => signature.length)).toEqual([64]);
    expect(document.signatures[0]?.keyId).toEqual(keyIdOf(publicKey));
    expect(isSignedBy(document, TYPE, publicKey)).toBe(true);
  });

  test("is signed as what it is", () => {
    expect(isSignedBy(document, "application/vnd.livetriage.key-policy.v1", publicKey)).toBe(false);
    const renamed = { ...document, payloadType: "application/vnd.livetriage.key-policy.v1" };
    expect(isSignedBy(renamed, renamed.payloadType, publicKey)).toBe(false);
  });

  test("is not signed when any bit of it differs", () => {
    const bits = fc.tuple(fc.constantFrom("payload", "signature", "key id"), fc.nat(63), fc.nat(7));
    fc.assert(
      fc.property(bits, ([part, at, bit]) => {
        const changed = structuredClone(document);
        const [first] = changed.signatures;
        const bytes = { payload: changed.payload, signature: first?.signature, "key id": first?.keyId }[part];
        if (bytes === undefined) throw new Error("no signature");
        const place = at % bytes.length;
        bytes[place] = (bytes[place] ?? 0) ^ (1 << bit);
        expect(isSignedBy(changed, TYPE, publicKey)).toBe(false);
      }),
    );
  });
});

test("a document has as many signers as keys, in whatever order, each once", () => {
  const document = cosignDocument(signDocument(TYPE, payload, operator.privateKey), other.privateKey);
  const keys = (...pairs: { publicKey: KeyObject }[]) => pairs.map(({ publicKey }) => publicKey);
  expect(signersOf(document, keys(other, operator, sensor))).toEqual(keys(other, operator));
  const [first] = document.signatures;
  const doubled = { ...document, signatures: [first, first].flatMap((signature) => signature ?? []) };
  expect(signersOf(doubled, keys(operator, operator, other))).toEqual(keys(operator));
});

test("a key of another kind neither signs nor verifies", () => {
  const { privateKey, publicKey } = generateKeyPairSync("ec", { namedCurve: "P-384" });
  expect(() => signDocument(TYPE, payload, privateKey)).toThrow(TypeError);
  const document = signDocument(TYPE, payload, operator.privateKey);
  const claimed = document.signatures.map((signature) => ({ ...signature, keyId: keyIdOf(publicKey) }));
  expect(isSignedBy({ ...document, signatures: claimed }, TYPE, publicKey)).toBe(false);
});

test("32 bytes are an ed25519 key, and come back", () => {
  const bytes = ed25519Bytes(operator.privateKey);
  expect(bytes.length).toBe(32);
  expect(ed25519Key(bytes)?.equals(operator.publicKey)).toBe(true);
  expect(ed25519Key(bytes.subarray(1))).toBeNull();
  expect(() => ed25519Bytes(sensor.publicKey)).toThrow(TypeError);
});

describe("a host's key", () => {
  const made = makeHostKey(sensor.privateKey);

  test("comes with the proof that its private half is there", () => {
    expect(verifyHostKey(made)?.equals(sensor.publicKey)).toBe(true);
  });

  test.each([
    ["a key without proof", { signature: new Uint8Array(64) }],
    [
      "the key of another",
      { publicKey: makeHostKey(generateKeyPairSync("ec", { namedCurve: "P-256" }).privateKey).publicKey },
    ],
    ["no key", { publicKey: payload }],
    ["a key that is too large", { publicKey: new Uint8Array(257) }],
    ["a key of another kind", makeHostKey(operator.privateKey)],
  ])("%s is none", (_, change) => {
    expect(verifyHostKey({ ...made, ...change })).toBeNull();
  });
});
