import { generateKeyPairSync, type KeyObject, randomUUID } from "node:crypto";
import { type Label, SensorStanding } from "@livetriage/proto-types";
import type { Authority } from "../src/ca/authority.ts";
import { issueClientCertificate } from "../src/ca/certificates.ts";
import type { SensorRecord } from "../src/storage/storage-engine.ts";

/** Who a fake sensor is. */
export interface SensorIdentity {
  readonly sensorId: string;
  readonly privateKey: KeyObject;
  /** PEM, both. */
  readonly key: string;
  readonly cert: string;
}

/** A new sensor: who it is, and what its Collector knows of it. */
export async function newSensor(
  authority: Authority,
  fleetId: string,
  labels: readonly Label[],
  nowMs: number,
): Promise<{ identity: SensorIdentity; record: SensorRecord }> {
  const sensorId = randomUUID();
  const { privateKey, publicKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
  const name = { fleetId, role: "sensor", name: sensorId, labels } as const;
  const certificate = await issueClientCertificate(authority, name, publicKey, nowMs);
  const key = privateKey.export({ type: "pkcs8", format: "pem" }).toString();
  return {
    identity: { sensorId, privateKey, key, cert: certificate.toString() },
    record: {
      sensorId,
      hostname: `host-${sensorId.slice(0, 8)}`,
      labels,
      certificate: certificate.raw,
      certificateExpiresAtMs: Date.parse(certificate.validTo),
      enrolledAtMs: nowMs,
      standing: SensorStanding.TRUSTED,
    },
  };
}
