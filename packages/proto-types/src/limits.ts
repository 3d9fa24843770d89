import { type Command, CommandKind, type SignedDocument } from "./gen/triage/channel/v1/command_pb.ts";

/** No message of the channel is larger. */
export const MAX_MESSAGE_BYTES = 1_048_576;

/** Largest piece of a sealed package. */
export const MAX_CHUNK_BYTES = 262_144;

/** Largest encoded command. */
export const MAX_COMMAND_BYTES = 65_536;

const ID_BYTES = 16;
const SIGNATURE_BYTES = 64;
const AGE_RECIPIENT = /^age1[02-9ac-hj-np-z]{58}$/;
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
  const { expiresAtMs, notBeforeMs, targets } = command;
  return violations([
    [command.commandId.length !== ID_BYTES, "command_id is not 16 bytes"],
    [command.refersTo.length !== 0 && command.refersTo.length !== ID_BYTES, "refers_to is not 16 bytes"],
    [expiresAtMs <= notBeforeMs, "expires_at_ms is not after not_before_ms"],
    [expiresAtMs > notBeforeMs + DAY_MS, "the command is valid for longer than 24 hours"],
    [targets === undefined, "targets are missing"],
    [(targets?.sensorIds.length ?? 0) > 200, "more than 200 sensor ids"],
    [targets?.sensorIds.length === 0 && targets.labels.length === 0, "targets name nobody"],
    [(targets?.sensorIds.length ?? 0) > 0 && (targets?.labels.length ?? 0) > 0, "targets give both ids and labels"],
    [command.kind === CommandKind.COLLECT && command.recipients.length === 0, "recipients are missing"],
    [command.recipients.length > 16, "more than 16 recipients"],
    [!command.recipients.every((text) => AGE_RECIPIENT.test(text)), "a recipient is not an age recipient"],
    [utf8Length(command.reason) > 1024, "reason is longer than 1,024 bytes"],
    [utf8Length(command.caseId) > 128, "case_id is longer than 128 bytes"],
    [utf8Length(command.operator) > 128, "operator is longer than 128 bytes"],
  ]);
}

function violations(checks: readonly (readonly [boolean, string])[]): string[] {
  return checks.flatMap(([broken, sentence]) => (broken ? [sentence] : []));
}

function utf8Length(text: string): number {
  return new TextEncoder().encode(text).length;
}
