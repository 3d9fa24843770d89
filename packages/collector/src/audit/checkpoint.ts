import type { KeyObject } from "node:crypto";
import { create } from "@bufbuild/protobuf";
import { fromHex, isSignedBy, SignedDocumentSchema, signDocument, toHex } from "@livetriage/proto-types";
import type { AuditEntry, AuditFields, AuditHead } from "./audit-entry.ts";

/** The event of an entry that signs all before it. */
export const CHECKPOINT = "checkpoint";

const PAYLOAD_TYPE = "application/vnd.livetriage.audit-checkpoint.v1";

/** What the entry says that follows `head` and signs it. */
export function checkpointFields(head: AuditHead, key: KeyObject): AuditFields {
  const [signature] = signDocument(PAYLOAD_TYPE, payloadOf(head), key).signatures;
  if (signature === undefined) throw new TypeError("a document has a signature for each key");
  return { key_id: toHex(signature.keyId), signature: toHex(signature.signature) };
}

/** Has this key signed `head` with this entry? */
export function isCheckpointOf(head: AuditHead, entry: AuditEntry, key: KeyObject): boolean {
  const keyId = fromHex(String(entry["key_id"]));
  const signature = fromHex(String(entry["signature"]), 64);
  if (keyId === null || signature === null) return false;
  const signatures = [{ keyId, signature }];
  const document = create(SignedDocumentSchema, { payloadType: PAYLOAD_TYPE, payload: payloadOf(head), signatures });
  return isSignedBy(document, PAYLOAD_TYPE, key);
}

function payloadOf({ seq, sha256 }: AuditHead): Uint8Array {
  return Buffer.from(`${seq} ${sha256}`);
}
