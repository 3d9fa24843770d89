import { generateKeyPairSync, type KeyObject, randomBytes } from "node:crypto";
import { create, type MessageInitShape, toBinary } from "@bufbuild/protobuf";
import {
  CommandKind,
  CommandSchema,
  ed25519Bytes,
  KeyPolicySchema,
  PAYLOAD_TYPES,
  type SignedDocument,
  signDocument,
  toHex,
} from "@livetriage/proto-types";
import { generateX25519Identity, identityToRecipient } from "age-encryption";
import { createAuthority } from "../../../../packages/collector/src/ca/authority.ts";

type CommandFields = Exclude<MessageInitShape<typeof CommandSchema>, { $typeName: string }>;

export const FLEET = "test-fleet";
const HOUR_MS = 3_600_000;

/** An operator's keys. */
export const newOperatorKey = (): KeyObject => generateKeyPairSync("ed25519").privateKey;

/** A fleet with one operator, whose key is the root key, and what it takes to be its Collector. */
export interface TestFleet {
  readonly operator: KeyObject;
  readonly second: KeyObject;
  /** Opens packages. */
  readonly identity: string;
  readonly recipient: string;
  readonly ca: { readonly certificate: string; readonly key: string };
  policy(version: bigint, operators?: { name: string; key: KeyObject }[], signersForMany?: number): SignedDocument;
  command(changes?: Partial<CommandFields>, ...keys: KeyObject[]): TestCommand;
}

export interface TestCommand {
  /** Hex. */
  readonly id: string;
  readonly document: SignedDocument;
}

/** Time of the machine: what tests need not control. */
export const nowMs = (): number => Date.now();

export async function newFleet(sensorId: () => string): Promise<TestFleet> {
  const [operator, second] = [newOperatorKey(), newOperatorKey()];
  const identity = await generateX25519Identity();
  const recipient = await identityToRecipient(identity);
  let counter = 0n;
  return {
    operator,
    second,
    identity,
    recipient,
    ca: await createAuthority(FLEET, nowMs()),
    policy(
      version,
      operators = [
        { name: "alice", key: operator },
        { name: "bob", key: second },
      ],
      signersForMany = 2,
    ) {
      const policy = create(KeyPolicySchema, {
        version,
        fleetId: FLEET,
        operators: operators.map(({ name, key }) => ({ name, publicKey: ed25519Bytes(key) })),
        signersForNamed: 1,
        signersForMany,
      });
      return signDocument(PAYLOAD_TYPES.keyPolicy, toBinary(KeyPolicySchema, policy), operator);
    },
    command(changes = {}, ...keys) {
      counter += 1n;
      const fields: CommandFields = {
        commandId: randomBytes(16),
        kind: CommandKind.COLLECT,
        fleetId: FLEET,
        targets: { sensorIds: [sensorId()] },
        notBeforeMs: BigInt(nowMs() - HOUR_MS / 60),
        expiresAtMs: BigInt(nowMs() + HOUR_MS),
        keyCounter: counter,
        collect: { phases: ["proc-tree"] },
        recipients: [recipient],
        reason: "a test",
        operator: "alice",
        ...changes,
      };
      const command = create(CommandSchema, fields);
      const [first = operator, ...others] = keys;
      const document = signDocument(PAYLOAD_TYPES.command, toBinary(CommandSchema, command), first, ...others);
      return { id: toHex(command.commandId), document };
    },
  };
}
