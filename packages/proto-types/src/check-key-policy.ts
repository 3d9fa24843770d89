import type { KeyObject } from "node:crypto";
import { type Decoded, decodeKeyPolicy } from "./decode.ts";
import type { KeyPolicy, SignedDocument } from "./gen/triage/channel/v1/command_pb.ts";
import { PAYLOAD_TYPES } from "./payload-types.ts";
import { isSignedBy } from "./verify-document.ts";

/** What a key policy is judged by. */
export interface KeyPolicyFacts {
  /** The fleet's root key, pinned at enrolment. */
  readonly rootKey: KeyObject;
  readonly fleetId: string;
  /** The version that is in force, 0n for none: a lower one is a rollback. */
  readonly version: bigint;
  readonly nowMs: number;
}

/** The policy of a document that the root key signed for this fleet, or why it is not to be followed. */
export function checkKeyPolicy(document: SignedDocument, facts: KeyPolicyFacts): Decoded<KeyPolicy> {
  if (!isSignedBy(document, PAYLOAD_TYPES.keyPolicy, facts.rootKey)) {
    return { ok: false, problem: "the key policy is not signed by the fleet's root key" };
  }
  const decoded = decodeKeyPolicy(document.payload);
  if (!decoded.ok) return decoded;
  const { fleetId, version } = decoded.value;
  if (fleetId !== facts.fleetId) return { ok: false, problem: `the key policy is for the fleet ${fleetId}` };
  if (version < facts.version) {
    return { ok: false, problem: `the key policy has version ${version}, and ${facts.version} is in force` };
  }
  if (hasExpired(decoded.value, facts.nowMs)) return { ok: false, problem: "the key policy has expired" };
  return decoded;
}

/** Is the time of a policy over? */
export function hasExpired({ expiresAtMs }: KeyPolicy, nowMs: number): boolean {
  return expiresAtMs !== 0n && BigInt(Math.trunc(nowMs)) >= expiresAtMs;
}
