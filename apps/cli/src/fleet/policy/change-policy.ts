import { create } from "@bufbuild/protobuf";
import {
  checkPolicy,
  ed25519Bytes,
  type KeyPolicy,
  KeyPolicySchema,
  type OperatorKey,
  OperatorKeySchema,
  type OperatorPublicFile,
  spkiKey,
} from "@livetriage/proto-types";
import { usageError } from "../../exit.ts";

/** What is to be another in a key policy. */
export interface PolicyChanges {
  readonly add: readonly OperatorPublicFile[];
  /** By name. */
  readonly remove: readonly string[];
  readonly signersForNamed?: number;
  readonly signersForMany?: number;
}

/** The policy that follows this one. */
export function changePolicy(policy: KeyPolicy, { add, remove, ...signers }: PolicyChanges): KeyPolicy {
  const stranger = remove.find((name) => !policy.operators.some((operator) => operator.name === name));
  if (stranger !== undefined) throw usageError(`the key policy has no operator '${stranger}'`);
  const replaced = new Set([...remove, ...add.map(({ name }) => name)]);
  const kept = policy.operators.filter(({ name }) => !replaced.has(name));
  const operators = [...kept, ...add.map(toOperatorKey)];
  const next = create(KeyPolicySchema, { ...policy, ...signers, operators, version: policy.version + 1n });
  const [problem] = checkPolicy(next);
  if (problem !== undefined) throw usageError(`no such key policy is possible: ${problem}`);
  return next;
}

/** What a key policy says of an operator. */
export function toOperatorKey(file: OperatorPublicFile): OperatorKey {
  const { name, signingKey, tlsKey, recipient } = file;
  return create(OperatorKeySchema, { name, publicKey: publicKeyOf(file, signingKey), tlsKey, recipient });
}

function publicKeyOf({ name }: OperatorPublicFile, spki: Uint8Array): Uint8Array {
  try {
    return ed25519Bytes(spkiKey(spki));
  } catch {
    throw usageError(`the operator.pub of ${name} has no key that signs commands`);
  }
}
