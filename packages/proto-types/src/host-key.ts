import type { KeyObject } from "node:crypto";
import { create } from "@bufbuild/protobuf";
import { SignedDocumentSchema } from "./gen/triage/channel/v1/command_pb.ts";
import { type HostKey, HostKeySchema } from "./gen/triage/channel/v1/enrollment_pb.ts";
import { keyIdOf, publicHalf, spkiKey } from "./keys.ts";
import { PAYLOAD_TYPES } from "./payload-types.ts";
import { signDocument } from "./sign-document.ts";
import { isSignedBy } from "./verify-document.ts";

/** A P-256 key's public half with the proof that the private half is here. */
export function makeHostKey(key: KeyObject): HostKey {
  const publicKey = publicHalf(key).export({ type: "spki", format: "der" });
  const [proof] = signDocument(PAYLOAD_TYPES.hostKey, publicKey, key).signatures;
  return create(HostKeySchema, { publicKey, ...(proof && { signature: proof.signature }) });
}

/** The P-256 key of a host, or null when these bytes are none or the proof does not hold. */
export function verifyHostKey({ publicKey, signature }: HostKey): KeyObject | null {
  const key = readKey(publicKey);
  if (key?.asymmetricKeyDetails?.namedCurve !== "prime256v1") return null;
  const payloadType = PAYLOAD_TYPES.hostKey;
  const signatures = [{ keyId: keyIdOf(key), signature }];
  const document = create(SignedDocumentSchema, { payloadType, payload: publicKey, signatures });
  return isSignedBy(document, payloadType, key) ? key : null;
}

function readKey(spki: Uint8Array): KeyObject | null {
  if (spki.length > 256) return null;
  try {
    return spkiKey(spki);
  } catch {
    return null;
  }
}
