import { type KeyObject, randomBytes } from "node:crypto";
import { create, type MessageInitShape, toBinary } from "@bufbuild/protobuf";
import {
  type Command,
  CommandKind,
  CommandSchema,
  PAYLOAD_TYPES,
  type SignedDocument,
  signDocument,
  toHex,
} from "@livetriage/proto-types";
import { RECIPIENT } from "./new-operator.ts";

let counter = 0n;

/** A signed command to collect, and its id. */
export function signedCommand(
  key: KeyObject,
  sensorIds: string[],
  more: Exclude<MessageInitShape<typeof CommandSchema>, Command> = {},
): { commandId: Uint8Array; id: string; document: SignedDocument } {
  const commandId = more.commandId ?? randomBytes(16);
  counter += 1n;
  const now = BigInt(Date.now());
  const command = create(CommandSchema, {
    commandId,
    kind: CommandKind.COLLECT,
    fleetId: "testfleet",
    targets: { sensorIds },
    notBeforeMs: now,
    expiresAtMs: now + 3_600_000n,
    keyCounter: counter,
    recipients: [RECIPIENT],
    operator: "anna",
    ...more,
  });
  const document = signDocument(PAYLOAD_TYPES.command, toBinary(CommandSchema, command), key);
  return { commandId, id: toHex(commandId), document };
}
