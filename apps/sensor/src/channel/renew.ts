import { generateKeyPairSync, type KeyObject, X509Certificate } from "node:crypto";
import { createClient } from "@connectrpc/connect";
import { EnrollmentService, makeHostKey } from "@livetriage/proto-types";
import type { FleetIdentity } from "../config/fleet-identity.ts";
import type { Connection } from "./connection.ts";

const TIMEOUT_MS = 30_000;

/** Is this share of a certificate's life over? */
export function isDue({ validFromDate, validToDate }: X509Certificate, share: number, nowMs: number): boolean {
  const [from, to] = [validFromDate.getTime(), validToDate.getTime()];
  return nowMs >= from + (to - from) * share;
}

/**
 * A new key, made here, under a new certificate of the same identity; and the CAs of the fleet, where there are others.
 *
 * Errors: throws what the Collector says, or why its CAs cannot be followed.
 */
export async function renew(identity: FleetIdentity, { transport }: Connection, signal?: AbortSignal): Promise<void> {
  const key = makeKey();
  const request = { key: makeHostKey(key) };
  const renewed = await createClient(EnrollmentService, transport).renew(request, {
    timeoutMs: TIMEOUT_MS,
    ...(signal && { signal }),
  });
  const problem = renewed.authorities === undefined ? null : await identity.takeAuthorities(renewed.authorities);
  if (problem !== null) throw new Error(problem);
  await identity.takePair({ key, certificate: new X509Certificate(renewed.certificate) });
}

/** A key for a sensor's certificate: P-256. */
export function makeKey(): KeyObject {
  return generateKeyPairSync("ec", { namedCurve: "prime256v1" }).privateKey;
}
