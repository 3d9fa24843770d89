import {
  type Command,
  CommandKind,
  type KeyPolicy,
  type Rollout,
  type SignedDocument,
} from "./gen/triage/channel/v1/command_pb.ts";
import type { Manifest } from "./gen/triage/channel/v1/package_pb.ts";
import { toHex } from "./hex.ts";
import { NAME } from "./identity.ts";

/** No message of the channel is larger. */
export const MAX_MESSAGE_BYTES = 1_048_576;

/** Largest piece of a sealed package. */
export const MAX_CHUNK_BYTES = 262_144;

/** Largest encoded command. */
export const MAX_COMMAND_BYTES = 65_536;

/** Is it broken, and what is said then. */
type Rule = readonly [boolean, string];

/** Kinds of commands that end collections and begin none. */
export const ENDS_COLLECTIONS: ReadonlySet<CommandKind> = new Set([CommandKind.CANCEL, CommandKind.HALT]);

const ID_BYTES = 16;
const SIGNATURE_BYTES = 64;
const SHA256_BYTES = 32;
const ED25519_BYTES = 32;
const MAX_TLS_KEY_BYTES = 256;
const AGE_RECIPIENT = /^age1[02-9ac-hj-np-z]{58}$/;
const MAX_BYTES = BigInt(Number.MAX_SAFE_INTEGER);
const DAY_MS = 86_400_000n;

/** What a signed document has that the protocol does not allow; empty when nothing. */
export function checkSignedDocument(document: SignedDocument): string[] {
  return violations([
    [document.payloadType.length > 128, "payload_type is longer than 128 bytes"],
    [document.payload.length > MAX_COMMAND_BYTES, "payload is larger than 64 KiB"],
    [document.signatures.length > 8, "more than 8 signatures"],
    [document.signatures.some((s) => s.keyId.length !== ID_BYTES), "key_id is not 16 bytes"],
    [document.signatures.some((s) => s.signature.length !== SIGNATURE_BYTES), "signature is not 64 bytes"],
  ]);
}

/** What a command has that the protocol does not allow; empty when nothing. */
export function checkCommand(command: Command): string[] {
  const { expiresAtMs, notBeforeMs, runId } = command;
  return violations([
    [command.commandId.length !== ID_BYTES, "command_id is not 16 bytes"],
    [command.refersTo.length !== 0 && command.refersTo.length !== ID_BYTES, "refers_to is not 16 bytes"],
    [expiresAtMs <= notBeforeMs, "expires_at_ms is not after not_before_ms"],
    [expiresAtMs > notBeforeMs + DAY_MS, "the command is valid for longer than 24 hours"],
    [runId.length !== 0 && runId.length !== ID_BYTES, "run_id is not 16 bytes"],
    ...targetRules(command),
    ...rolloutRules(command.rollout),
    [command.kind === CommandKind.COLLECT && command.recipients.length === 0, "recipients are missing"],
    [command.recipients.length > 16, "more than 16 recipients"],
    [!command.recipients.every((text) => AGE_RECIPIENT.test(text)), "a recipient is not an age recipient"],
    [utf8Length(command.reason) > 1024, "reason is longer than 1,024 bytes"],
    [utf8Length(command.caseId) > 128, "case_id is longer than 128 bytes"],
    [utf8Length(command.operator) > 128, "operator is longer than 128 bytes"],
  ]);
}

function targetRules({ kind, targets }: Command): Rule[] {
  if (targets === undefined) return [[true, "targets are missing"]];
  const { sensorIds, labels, everyone } = targets;
  const ways = [sensorIds.length > 0, labels.length > 0, everyone].filter(Boolean).length;
  return [
    [sensorIds.length > 200, "more than 200 sensor ids"],
    [ways === 0, "targets name nobody"],
    [ways > 1, "targets are given in more than one way"],
    [everyone && !ENDS_COLLECTIONS.has(kind), "only a halt or a cancel is for everyone"],
  ];
}

function rolloutRules(rollout: Rollout | undefined): Rule[] {
  if (rollout === undefined) return [];
  return [
    [rollout.settleSeconds > 3600, "settle_seconds is more than 3,600"],
    [rollout.stopAfterPermille > 1000, "stop_after_permille is more than 1,000"],
    [rollout.commandCount > 1000, "a run has more than 1,000 commands"],
  ];
}

/** What a key policy has that the protocol does not allow; empty when nothing. */
export function checkPolicy({ version, operators, signersForNamed, signersForMany }: KeyPolicy): string[] {
  const names = new Set(operators.map(({ name }) => name));
  const keys = new Set(operators.map(({ publicKey }) => toHex(publicKey)));
  return violations([
    [version === 0n, "version is 0"],
    [operators.length === 0, "operators are missing"],
    [operators.length > 64, "more than 64 operators"],
    [operators.some(({ name }) => !NAME.test(name)), "an operator's name is not a-z, 0-9, dot, dash or underscore"],
    [operators.some((o) => o.publicKey.length !== ED25519_BYTES), "an operator's public key is not 32 bytes"],
    [operators.some((o) => o.tlsKey.length > MAX_TLS_KEY_BYTES), "an operator's TLS key is longer than 256 bytes"],
    [
      operators.some(({ recipient }) => recipient !== "" && !AGE_RECIPIENT.test(recipient)),
      "an operator's recipient is not an age recipient",
    ],
    [names.size < operators.length, "two operators have one name"],
    [keys.size < operators.length, "two operators have one key"],
    [signersForNamed === 0 || signersForMany === 0, "a command needs at least one signer"],
    [
      Math.max(signersForNamed, signersForMany) > operators.length,
      "more signers are asked for than there are operators",
    ],
  ]);
}

/** What a manifest has that the protocol does not allow; empty when nothing. */
export function checkManifest(manifest: Manifest): string[] {
  return violations([
    [manifest.commandId.length !== ID_BYTES, "command_id is not 16 bytes"],
    [manifest.packageId.length !== ID_BYTES, "package_id is not 16 bytes"],
    [manifest.attempt === 0, "attempt is 0"],
    [manifest.plainSha256.length !== SHA256_BYTES, "plain_sha256 is not 32 bytes"],
    [manifest.sealedSha256.length !== SHA256_BYTES, "sealed_sha256 is not 32 bytes"],
    [manifest.plainBytes > MAX_BYTES || manifest.sealedBytes > MAX_BYTES, "a package is larger than 2^53 - 1 bytes"],
    [utf8Length(manifest.schema) > 128, "schema is longer than 128 bytes"],
    [!["finished", "deadline", "cancelled"].includes(manifest.ended), "ended is not finished, deadline or cancelled"],
  ]);
}

function violations(checks: readonly Rule[]): string[] {
  return checks.flatMap(([broken, sentence]) => (broken ? [sentence] : []));
}

function utf8Length(text: string): number {
  return new TextEncoder().encode(text).length;
}
