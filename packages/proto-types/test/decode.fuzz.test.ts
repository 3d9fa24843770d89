import { create, fromBinary, toBinary } from "@bufbuild/protobuf";
import { generateX25519Identity, identityToRecipient } from "age-encryption";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { checkKeyPolicy } from "../src/check-key-policy.ts";
import { decodeCommand, decodeKeyPolicy, decodeManifest, decodeSignedDocument } from "../src/decode.ts";
import { KeyPolicySchema, SignedDocumentSchema } from "../src/gen/triage/channel/v1/command_pb.ts";
import { HostKeySchema } from "../src/gen/triage/channel/v1/enrollment_pb.ts";
import { JoinFileSchema } from "../src/gen/triage/channel/v1/files_pb.ts";
import { makeHostKey, verifyHostKey } from "../src/host-key.ts";
import { identityOf } from "../src/identity.ts";
import { judgeCommand } from "../src/judge-command.ts";
import { makeManifest, verifyManifest } from "../src/manifest.ts";
import { sealSegments } from "../src/seal/seal-segments.ts";
import { UnsealError, unsealSegments } from "../src/seal/unseal-segments.ts";
import { decodeTextFile, encodeTextFile } from "../src/text-file.ts";
import { TEST_SENSOR, testCertificate, testKey } from "./certificates.ts";
import { commandDocument, KEYS, NOW_MS, POLICY, policyDocument } from "./documents.ts";

/** Few every day, a million by `npm run fuzz`, or as many as `LIVETRIAGE_FUZZ_RUNS` says. */
const numRuns = Number(
  process.env["LIVETRIAGE_FUZZ_RUNS"] ?? (process.env["LIVETRIAGE_SUITE"] === "fuzz" ? 1_000_000 : 500),
);

const manifest = makeManifest({ sensorId: TEST_SENSOR.name }, testKey("sensor"));
const hostKey = toBinary(HostKeySchema, makeHostKey(testKey("sensor")));
const join = encodeTextFile(JoinFileSchema, create(JoinFileSchema, { fleetId: "fleet-1", endpoints: ["host:1"] }));

/** The same with some of its bytes replaced, cut or put in. */
const mutations = (...seeds: readonly Uint8Array[]) =>
  fc
    .tuple(fc.constantFrom(...seeds), fc.nat(), fc.nat(8), fc.uint8Array({ maxLength: 16 }))
    .map(([bytes, place, gone, put]) => {
      const at = place % (bytes.length + 1);
      return Buffer.concat([bytes.subarray(0, at), put, bytes.subarray(at + gone)]);
    });

/** What the bytes of a signed document come to, if they are one. */
const signed =
  (judge: (document: ReturnType<typeof commandDocument>) => unknown) =>
  (bytes: Uint8Array): unknown => {
    const decoded = decodeSignedDocument(bytes);
    return decoded.ok ? judge(decoded.value) : decoded;
  };

const policy = create(KeyPolicySchema, POLICY);
const nobody = {
  labels: [],
  known: new Map<string, "accepted">(),
  counters: new Map<string, bigint>(),
  haltedBeforeMs: 0n,
};
const sensor = { fleetId: "fleet-1", sensorId: "sensor-1", policy, nowMs: NOW_MS, ...nobody };
const root = { rootKey: KEYS.root.publicKey, fleetId: "fleet-1", version: 1n, nowMs: NOW_MS };
const fleet = { fleetId: "fleet-1", authorities: [testCertificate("ca")], certificate: testCertificate("sensor") };

/** A value, or a sentence that says why there is none: never a throw. */
const targets: Readonly<Record<string, (bytes: Uint8Array) => unknown>> = {
  decodeSignedDocument,
  decodeCommand,
  decodeKeyPolicy,
  decodeManifest,
  judgeCommand: signed((document) => judgeCommand(document, sensor)),
  checkKeyPolicy: signed((document) => checkKeyPolicy(document, root)),
  verifyManifest: signed((document) => verifyManifest(document, fleet)),
  decodeTextFile: (bytes) => decodeTextFile(JoinFileSchema, Buffer.from(bytes).toString()),
  identityOf: (bytes) => identityOf({ subjectAltName: `URI:${Buffer.from(bytes).toString()}` }),
  verifyHostKey: (bytes) => {
    const key = decodeHostKey(bytes);
    return key === null ? null : verifyHostKey(key);
  },
};

function decodeHostKey(bytes: Uint8Array) {
  try {
    return fromBinary(HostKeySchema, bytes);
  } catch {
    return null; // the transport refuses it before
  }
}

const documents = [commandDocument(), policyDocument(), manifest];
const seeds = [
  ...documents.map((document) => toBinary(SignedDocumentSchema, document)),
  ...documents.map(({ payload }) => payload),
  hostKey,
  Buffer.from(join),
  Buffer.from("spiffe://fleet-1/sensor/a, URI:livetriage:label:a=%20"),
];

describe("takes anything", () => {
  test.each(Object.entries(targets))("%s", { timeout: 10_800_000 }, (_name, take) => {
    fc.assert(
      fc.property(mutations(...seeds), (bytes) => {
        expect(take(bytes)).toSatisfy(isAnswer);
      }),
      { numRuns },
    );
  });

  test("unsealSegments", { timeout: 10_800_000 }, async () => {
    const identity = await generateX25519Identity();
    const segments: Uint8Array[] = [];
    const parts = [Buffer.from("a line\n"), "flush", Buffer.from("another\n")] as const;
    for await (const segment of sealSegments(parts, [await identityToRecipient(identity)])) segments.push(segment);
    await fc.assert(
      fc.asyncProperty(mutations(Buffer.concat(segments)), async (bytes) => {
        try {
          for await (const plain of unsealSegments([bytes], [identity], { plainBytes: 100 })) {
            expect(plain.length).toBeLessThan(100);
          }
        } catch (error) {
          expect(error).toBeInstanceOf(UnsealError);
        }
      }),
      { numRuns: Math.min(numRuns, 50_000) }, // a key exchange each
    );
  });
});

function isAnswer(answer: unknown): boolean {
  if (answer === null || typeof answer !== "object") return answer === null;
  return "problem" in answer ? String(answer.problem).length > 0 : true;
}
