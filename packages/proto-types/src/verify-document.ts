import { type KeyObject, verify } from "node:crypto";
import type { Signature, SignedDocument } from "./gen/triage/channel/v1/command_pb.ts";
import { toHex } from "./hex.ts";
import { isSigningKey, keyIdOf } from "./keys.ts";
import { preAuthenticationEncoding } from "./pre-authentication-encoding.ts";

/** Which of these keys have signed the document, each once and in the order given. */
export function signersOf(document: SignedDocument, keys: readonly KeyObject[]): KeyObject[] {
  const covered = preAuthenticationEncoding(document.payloadType, document.payload);
  const signatures = new Map(document.signatures.map((signature) => [toHex(signature.keyId), signature]));
  const candidates = new Map(keys.map((key) => [toHex(keyIdOf(key)), key]));
  return [...candidates].flatMap(([id, key]) => (verifies(covered, key, signatures.get(id)) ? [key] : []));
}

/** Has this key signed the document, as a payload of this type? */
export function isSignedBy(document: SignedDocument, payloadType: string, key: KeyObject): boolean {
  return document.payloadType === payloadType && signersOf(document, [key]).length === 1;
}

function verifies(covered: Uint8Array, key: KeyObject, found: Signature | undefined): boolean {
  if (found === undefined || !isSigningKey(key)) return false;
  return key.asymmetricKeyType === "ed25519"
    ? verify(null, covered, key, found.signature)
    : verify("sha256", covered, { key, dsaEncoding: "ieee-p1363" }, found.signature);
}
