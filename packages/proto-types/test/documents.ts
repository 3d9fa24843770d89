import { generateKeyPairSync, type KeyObject } from "node:crypto";
import { create, type DescMessage, type MessageInitShape, toBinary } from "@bufbuild/protobuf";
import {
  CommandKind,
  CommandSchema,
  KeyPolicySchema,
  type SignedDocument,
} from "../src/gen/triage/channel/v1/command_pb.ts";
import { ed25519Bytes } from "../src/keys.ts";
import { PAYLOAD_TYPES } from "../src/payload-types.ts";
import { signDocument } from "../src/sign-document.ts";

/** Keys of the fleet of the tests. */
export const KEYS = {
  root: generateKeyPairSync("ed25519"),
  alice: generateKeyPairSync("ed25519"),
  bob: generateKeyPairSync("ed25519"),
  mallory: generateKeyPairSync("ed25519"),
};

export const NOW_MS = 1_795_435_200_000;

/** Fields of a message that is yet to be made. */
type Init<D extends DescMessage> = Extract<MessageInitShape<D>, { $typeName?: never }>;
type PolicyInit = Init<typeof KeyPolicySchema>;
type CommandInit = Init<typeof CommandSchema>;

/** The operators of the policy. */
export const ALICE = { name: "alice", publicKey: ed25519Bytes(KEYS.alice.publicKey) };
export const BOB = { name: "bob", publicKey: ed25519Bytes(KEYS.bob.publicKey) };

/** Alice and Bob may command; many sensors need both. */
export const POLICY = {
  version: 3n,
  fleetId: "fleet-1",
  operators: [ALICE, BOB],
  signersForNamed: 1,
  signersForMany: 2,
} satisfies PolicyInit;

export function policyDocument(changes: PolicyInit = {}, key: KeyObject = KEYS.root.privateKey): SignedDocument {
  const payload = toBinary(KeyPolicySchema, create(KeyPolicySchema, { ...POLICY, ...changes }));
  return signDocument(PAYLOAD_TYPES.keyPolicy, payload, key);
}

/** For the one sensor, by Alice, for an hour. */
export const COMMAND = {
  commandId: new Uint8Array(16).fill(7),
  kind: CommandKind.COLLECT,
  fleetId: "fleet-1",
  targets: { sensorIds: ["sensor-1"] },
  notBeforeMs: BigInt(NOW_MS),
  expiresAtMs: BigInt(NOW_MS + 3_600_000),
  keyCounter: 5n,
  recipients: [`age1${"q".repeat(58)}`],
  operator: "alice",
} satisfies CommandInit;

export function commandDocument(
  changes: CommandInit = {},
  keys: readonly [KeyObject, ...KeyObject[]] = [KEYS.alice.privateKey],
): SignedDocument {
  const payload = toBinary(CommandSchema, create(CommandSchema, { ...COMMAND, ...changes }));
  return signDocument(PAYLOAD_TYPES.command, payload, ...keys);
}
