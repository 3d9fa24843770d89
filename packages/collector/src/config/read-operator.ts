import type { KeyObject } from "node:crypto";
import {
  checkKeyPolicy,
  decodeKeyPolicy,
  decodeTextFile,
  NAME,
  OperatorPublicFileSchema,
  type SignedDocument,
  spkiKey,
} from "@livetriage/proto-types";

/** The first operator of a fleet, whose key is its root key. */
export interface FirstOperator {
  readonly name: string;
  readonly fleetId: string;
  /** ed25519, SubjectPublicKeyInfo, DER. */
  readonly rootKey: Uint8Array;
  readonly tlsKey: KeyObject;
  readonly keyPolicy: SignedDocument;
}

/**
 * Read the text of an `operator.pub`.
 *
 * Errors: an Error of one sentence when a key is missing, or the policy is not signed by the key beside it.
 */
export function readOperator(text: string, nowMs: number): FirstOperator {
  const decoded = decodeTextFile(OperatorPublicFileSchema, text);
  if (!decoded.ok) throw wrong(decoded.problem);
  const { name, signingKey, tlsKey, keyPolicy } = decoded.value;
  if (!NAME.test(name)) throw wrong("name is not one that a certificate can hold");
  if (keyPolicy === undefined) throw wrong("key_policy is missing");
  const claimed = decodeKeyPolicy(keyPolicy.payload);
  if (!claimed.ok) throw wrong(claimed.problem);
  const { fleetId } = claimed.value;
  const rootKey = readKey(signingKey, "signing_key", "ed25519");
  const policy = checkKeyPolicy(keyPolicy, { rootKey, fleetId, version: 0n, nowMs });
  if (!policy.ok) throw wrong(policy.problem);
  return { name, fleetId, rootKey: signingKey, tlsKey: readKey(tlsKey, "tls_key", "ec"), keyPolicy };
}

function readKey(spki: Uint8Array, field: string, type: "ed25519" | "ec"): KeyObject {
  const key = parseKey(spki);
  if (key?.asymmetricKeyType !== type) throw wrong(`${field} is not ${type === "ec" ? "a P-256" : "an ed25519"} key`);
  return key;
}

function parseKey(spki: Uint8Array): KeyObject | null {
  try {
    return spkiKey(spki);
  } catch {
    return null;
  }
}

function wrong(problem: string): Error {
  return new Error(`operator.pub: ${problem}`);
}
