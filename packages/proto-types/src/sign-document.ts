import { type KeyObject, sign } from "node:crypto";
import { create } from "@bufbuild/protobuf";
import { type SignedDocument, SignedDocumentSchema } from "./gen/triage/channel/v1/command_pb.ts";
import { isSigningKey, keyIdOf } from "./keys.ts";
import { preAuthenticationEncoding } from "./pre-authentication-encoding.ts";

/**
 * Sign a payload with each of the keys, ed25519 or P-256.
 *
 * Errors: a TypeError for a key of another kind.
 */
export function signDocument(
  payloadType: string,
  payload: Uint8Array,
  ...keys: readonly [KeyObject, ...KeyObject[]]
): SignedDocument {
  const covered = preAuthenticationEncoding(payloadType, payload);
  const signatures = keys.map((key) => ({ keyId: keyIdOf(key), signature: signBytes(covered, key) }));
  return create(SignedDocumentSchema, { payloadType, payload, signatures });
}

/** The same document with one more signature. */
export function cosignDocument(document: SignedDocument, key: KeyObject): SignedDocument {
  const { signatures } = signDocument(document.payloadType, document.payload, key);
  return { ...document, signatures: [...document.signatures, ...signatures] };
}

function signBytes(bytes: Uint8Array, key: KeyObject): Uint8Array {
  if (!isSigningKey(key)) throw new TypeError("a document is signed with ed25519 or P-256");
  return key.asymmetricKeyType === "ed25519"
    ? sign(null, bytes, key)
    : sign("sha256", bytes, { key, dsaEncoding: "ieee-p1363" });
}
