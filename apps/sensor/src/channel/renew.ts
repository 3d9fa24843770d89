import { generateKeyPairSync, type KeyObject, X509Certificate } from "node:crypto";
import { createClient } from "@connectrpc/connect";
import { EnrollmentService, makeHostKey } from "@livetriage/proto-types";
import type { KeyPair } from "../config/identity-files.ts";
import type { Connection } from "./connection.ts";

/** Is this share of a certificate's life over? */
export function isDue({ validFromDate, validToDate }: X509Certificate, share: number, nowMs: number): boolean {
  const [from, to] = [validFromDate.getTime(), validToDate.getTime()];
  return nowMs >= from + (to - from) * share;
}

/** A new key, made here, under a new certificate of the same identity. */
export async function renew({ transport }: Connection, signal: AbortSignal): Promise<KeyPair> {
  const key = makeKey();
  const renewed = await createClient(EnrollmentService, transport).renew({ key: makeHostKey(key) }, { signal });
  return { key, certificate: new X509Certificate(renewed.certificate) };
}

/** A key for a sensor's certificate: P-256. */
export function makeKey(): KeyObject {
  return generateKeyPairSync("ec", { namedCurve: "prime256v1" }).privateKey;
}
