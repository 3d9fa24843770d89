import { PAYLOAD_TYPES, type SignedDocument, signDocument, toHex } from "@livetriage/proto-types";
import type { OperatorKeys } from "../config/fleet-files.ts";

/** The document with one signature of this operator, besides those of others. */
export function countersign(
  document: SignedDocument,
  { signingKey }: Pick<OperatorKeys, "signingKey">,
): SignedDocument {
  const [own] = signDocument(PAYLOAD_TYPES.command, document.payload, signingKey).signatures;
  if (own === undefined) throw new TypeError("a document has a signature for each key");
  const others = document.signatures.filter(({ keyId }) => toHex(keyId) !== toHex(own.keyId));
  return { ...document, signatures: [...others, own] };
}
