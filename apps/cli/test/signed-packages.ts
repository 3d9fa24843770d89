import { createHash, generateKeyPairSync, type KeyObject, randomBytes } from "node:crypto";
import { create, type MessageInitShape, toBinary } from "@bufbuild/protobuf";
import {
  type Command,
  CommandKind,
  CommandSchema,
  encodeTextFile,
  FleetFileSchema,
  ManifestFileSchema,
  makeManifest,
  PAYLOAD_TYPES,
  type SignedDocument,
  signDocument,
} from "@livetriage/proto-types";
import { type Authority, createAuthority, openAuthority } from "../../../packages/collector/src/ca/authority.ts";
import { issueClientCertificate } from "../../../packages/collector/src/ca/certificates.ts";
import type { NewOperator } from "../src/fleet/new-operator.ts";

const FLEET = "prod";
const DAY_MS = 86_400_000;

/** Certificates of sensors end 30 days after this. */
const LONG_AGO_MS = Date.UTC(2020, 0, 1);

/** Who signs manifests. */
export interface Signer {
  readonly name: string;
  readonly key: KeyObject;
  /** DER. */
  readonly certificate: Uint8Array;
}

/** A CA that was made long ago. */
export async function newCa(): Promise<Authority> {
  const { certificate, key } = await createAuthority(FLEET, LONG_AGO_MS);
  return openAuthority(certificate, key);
}

export async function newSigner(ca: Authority, name: string): Promise<Signer> {
  const { privateKey, publicKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
  const identity = { fleetId: FLEET, role: "sensor", name, labels: [] } as const;
  const certificate = await issueClientCertificate(ca, identity, publicKey, LONG_AGO_MS + DAY_MS);
  return { name, key: privateKey, certificate: certificate.raw };
}

/** The text of `fleet.json`. */
export function fleetText(ca: Authority, { open }: NewOperator): string {
  const certificatePem = ca.certificate.toString();
  const { signingKey: rootKey, keyPolicy } = open; // which signs all that is signed here
  const endpoints = ["127.0.0.1:1"];
  const fleet = { fleetId: FLEET, endpoints, caPem: certificatePem, certificatePem, rootKey, auditKey: rootKey };
  return encodeTextFile(FleetFileSchema, create(FleetFileSchema, { ...fleet, ...(keyPolicy && { keyPolicy }) }));
}

/** A collection by these sensors, signed, but for these changes. */
export function signedCommand(
  commandId: Uint8Array,
  sensorIds: string[],
  key: KeyObject,
  changes: Exclude<MessageInitShape<typeof CommandSchema>, Command> = {},
): SignedDocument {
  const command = create(CommandSchema, {
    commandId,
    kind: CommandKind.COLLECT,
    fleetId: FLEET,
    targets: { sensorIds },
    notBeforeMs: BigInt(LONG_AGO_MS),
    expiresAtMs: BigInt(LONG_AGO_MS + DAY_MS),
    keyCounter: 1n,
    collect: { phases: ["proc-tree"] },
    recipients: ["age1ql3z7hjy54pw3hyww5ayyfg7zqgvc7w3j2elw8zmrj2kg5sfn9aqmcac8p"],
    reason: "a test",
    operator: "alice",
    ...changes,
  });
  return signDocument(PAYLOAD_TYPES.command, toBinary(CommandSchema, command), key);
}

/** What a sensor signs about these frames. */
export function signedManifest(
  frames: Uint8Array,
  commandId: Uint8Array,
  { name, key }: Signer,
  schema = "livetriage.package/v1",
): SignedDocument {
  const digest = createHash("sha256").update(frames).digest();
  const manifest = {
    commandId,
    sensorId: name,
    attempt: 1,
    packageId: randomBytes(16),
    plainBytes: BigInt(frames.length),
    plainSha256: digest,
    sealedBytes: 1n,
    sealedSha256: digest,
    schema,
    ended: "finished",
  };
  return makeManifest(manifest, key);
}

/** The text of `ID.manifest.json`. */
export function manifestText(
  manifest: SignedDocument,
  sensorCertificate: Uint8Array,
  command: SignedDocument,
  keyPolicy: SignedDocument,
): string {
  const file = create(ManifestFileSchema, { manifest, sensorCertificate, command, keyPolicy });
  return encodeTextFile(ManifestFileSchema, file);
}
