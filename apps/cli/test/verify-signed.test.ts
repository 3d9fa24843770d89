import { createPrivateKey, type KeyObject, randomUUID } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { toBinary } from "@bufbuild/protobuf";
import {
  decodeKeyPolicy,
  decodeTextFile,
  encodeTextFile,
  FleetFileSchema,
  type KeyPolicy,
  KeyPolicySchema,
  PAYLOAD_TYPES,
  type SignedDocument,
  signDocument,
} from "@livetriage/proto-types";
import { encodeFrame } from "@livetriage/triage-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type NewOperator, newOperator } from "../src/fleet/new-operator.ts";
import { changePolicy } from "../src/fleet/policy/change-policy.ts";
import { run } from "../src/run.ts";
import { type Proof, verifyProof } from "../src/signed/verify-proof.ts";
import { sampleFrames } from "../src/testing/sample-frames.ts";
import { samplePackage } from "../src/testing/sample-package.ts";
import { testIo } from "../src/testing/test-io.ts";
import {
  fleetText,
  manifestText,
  newCa,
  newSigner,
  type Signer,
  signedCommand,
  signedManifest,
} from "./signed-packages.ts";

const directory = mkdtempSync(join(tmpdir(), "livetriage-signed-"));
afterAll(() => rmSync(directory, { recursive: true }));

const frames = Buffer.from(
  sampleFrames(samplePackage({}))
    .filter(({ frame }) => frame !== "trailer")
    .map(encodeFrame)
    .join(""),
);
const id = (byte: number): Uint8Array => new Uint8Array(16).fill(byte);

/** What lies on the disk of whoever verifies. */
interface Parts {
  readonly frames: Uint8Array;
  readonly manifest: SignedDocument;
  readonly certificate: Uint8Array;
  readonly command: SignedDocument;
  readonly keyPolicy: SignedDocument;
}

let sensor: Signer;
let other: Signer;
let stranger: Signer;
let operatorKey: KeyObject;
let good: Parts;
let alice: NewOperator;
let mallory: NewOperator;

beforeAll(async () => {
  const ca = await newCa();
  [sensor, other] = [await newSigner(ca, randomUUID()), await newSigner(ca, randomUUID())];
  stranger = await newSigner(await newCa(), sensor.name);
  [alice, mallory] = [await newOperator("alice", "prod"), await newOperator("alice", "prod")];
  operatorKey = createPrivateKey({ key: Buffer.from(alice.secret.signingKey), type: "pkcs8", format: "der" });
  writeFileSync(join(directory, "fleet.json"), fleetText(ca, alice));
  good = {
    frames,
    manifest: signedManifest(frames, id(1), sensor),
    certificate: sensor.certificate,
    command: signedCommand(id(1), [sensor.name, other.name], operatorKey),
    keyPolicy: policyOf(alice),
  };
});

function policyOf({ open }: NewOperator): SignedDocument {
  if (open.keyPolicy === undefined) throw new Error("a new operator has a policy");
  return open.keyPolicy;
}

function keyPolicyIn(operator: NewOperator): KeyPolicy {
  const decoded = decodeKeyPolicy(policyOf(operator).payload);
  if (!decoded.ok) throw new Error(decoded.problem);
  return decoded.value;
}

const signedPolicy = (policy: KeyPolicy) =>
  signDocument(PAYLOAD_TYPES.keyPolicy, toBinary(KeyPolicySchema, policy), operatorKey);

async function verify(parts: Parts) {
  const path = join(directory, "package.ndjson");
  writeFileSync(path, parts.frames);
  writeFileSync(
    join(directory, "package.manifest.json"),
    manifestText(parts.manifest, parts.certificate, parts.command, parts.keyPolicy),
  );
  const io = testIo();
  const code = await run(["verify", path, "--fleet", join(directory, "fleet.json")], io);
  return {
    code,
    signature: io
      .out()
      .split("\n")
      .filter((line) => line.startsWith("signature")),
    err: io.err(),
  };
}

function flipped(bytes: Uint8Array, at: number): Uint8Array {
  return bytes.map((byte, i) => (i === at ? byte ^ 1 : byte));
}

test("a certificate that was valid when the package was signed, and has expired since, is no fault", async () => {
  const signature = [`signature sensor ${sensor.name} of fleet prod, attempt 1`];
  expect(await verify(good)).toEqual({ code: 0, signature, err: "" });
});

test("a command may name its sensors by their labels", async () => {
  const targets = { labels: [{ name: "env", value: "prod" }] };
  expect((await verify({ ...good, command: signedCommand(id(1), [], operatorKey, { targets }) })).code).toBe(0);
});

test("an operator who has left since the package was made is no fault", async () => {
  const left = changePolicy(keyPolicyIn(alice), {
    add: [mallory.open].map((o) => ({ ...o, name: "bob" })),
    remove: ["alice"],
  });
  const keyPolicy = signedPolicy(left);
  const path = join(directory, "fleet.json");
  const before = readFileSync(path, "utf8");
  const file = decodeTextFile(FleetFileSchema, before);
  if (!file.ok) throw new Error(file.problem);
  writeFileSync(path, encodeTextFile(FleetFileSchema, { ...file.value, keyPolicy }));
  expect((await verify(good)).code).toBe(0);
  writeFileSync(path, before);
});

test.each<[string, () => Partial<Parts>, string]>([
  [
    "a flipped byte in the package",
    () => ({ frames: flipped(frames, frames.indexOf("db-1")) }),
    "these are not the bytes that were signed",
  ],
  ["a byte more", () => ({ frames: Buffer.concat([frames, Buffer.from("{")]) }), "are not the bytes that were signed"],
  [
    "a flipped byte in the manifest",
    () => ({ manifest: { ...good.manifest, payload: flipped(good.manifest.payload, 30) } }),
    "the manifest is not signed by the sensor's key",
  ],
  [
    "a flipped byte in the command",
    () => ({ command: { ...good.command, payload: flipped(good.command.payload, 30) } }),
    "no operator of the key policy has signed the command",
  ],
  [
    "a key policy that somebody else signed",
    () => ({ keyPolicy: policyOf(mallory) }),
    "the key policy is not signed by the fleet's root key",
  ],
  [
    "another fleet's key policy",
    () => ({ keyPolicy: signedPolicy({ ...keyPolicyIn(alice), fleetId: "other" }) }),
    "the key policy is for the fleet other",
  ],
  [
    "another schema",
    () => ({ manifest: signedManifest(frames, id(1), sensor, "livetriage.package/v2") }),
    "has the schema livetriage.package/v2",
  ],
  [
    "another document that the operator signed",
    () => ({ command: { ...good.command, payloadType: PAYLOAD_TYPES.keyPolicy } }),
    "the command is missing",
  ],
  [
    "another fleet's command",
    () => ({ command: signedCommand(id(1), [sensor.name], operatorKey, { fleetId: "other" }) }),
    "the command is for the fleet other",
  ],
  [
    "another command",
    () => ({ command: signedCommand(id(2), [sensor.name], operatorKey) }),
    "the manifest is not for the command beside it",
  ],
  [
    "a command to other sensors",
    () => ({ command: signedCommand(id(1), [other.name], operatorKey) }),
    "the manifest is not for the command beside it",
  ],
  [
    "another sensor's certificate",
    () => ({ certificate: other.certificate }),
    "the manifest is not signed by the sensor's key",
  ],
  [
    "another sensor in this one's name",
    () => ({
      manifest: signedManifest(frames, id(1), { ...other, name: sensor.name }),
      certificate: other.certificate,
    }),
    "the manifest names the sensor",
  ],
  [
    "a foreign CA",
    () => ({ manifest: signedManifest(frames, id(1), stranger), certificate: stranger.certificate }),
    "the sensor's certificate is not from the fleet's CA",
  ],
  ["a certificate that is none", () => ({ certificate: id(0) }), "the sensor's certificate cannot be read"],
])("%s is told in one sentence", async (_, change, sentence) => {
  const { code, signature, err } = await verify({ ...good, ...change() });
  expect({ code, err }).toEqual({ code: 65, err: "" });
  expect(signature).toEqual([expect.stringContaining("DOES NOT HOLD: ")]);
  expect(signature[0]).toContain(sentence);
});

test("what a Collector hands out of an unfinished package, or without its policy, proves nothing", () => {
  const file = decodeTextFile(FleetFileSchema, readFileSync(join(directory, "fleet.json"), "utf8"));
  if (!file.ok) throw new Error(file.problem);
  const { manifest, keyPolicy, command } = good;
  const common = { sensorCertificate: good.certificate, command };
  const fleet = { ...file.value, policy: keyPolicyIn(alice) };
  const problemOf = (proof: Proof) => (proof.ok ? null : proof.problem);
  expect(problemOf(verifyProof({ ...common, keyPolicy }, fleet))).toMatch(/not signed/);
  expect(problemOf(verifyProof({ ...common, manifest }, fleet))).toBe("the key policy is missing");
  expect(problemOf(verifyProof({ ...common, manifest, keyPolicy }, fleet))).toBeNull();
});
