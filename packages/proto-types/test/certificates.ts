import { createPrivateKey, type KeyObject, X509Certificate } from "node:crypto";
import { readFileSync } from "node:fs";

const read = (name: string): string => readFileSync(new URL(`certificates/${name}`, import.meta.url), "utf8");

/** A certificate that `certificates/make.sh` made; those of sensor and operator have expired since. */
export function testCertificate(name: "ca" | "other-ca" | "sensor" | "operator"): X509Certificate {
  return new X509Certificate(read(`${name}.crt`));
}

export function testKey(name: "sensor" | "operator"): KeyObject {
  return createPrivateKey(read(`${name}.key`));
}

/** As the certificate of the sensor says. */
export const TEST_SENSOR = {
  fleetId: "fleet-1",
  role: "sensor",
  name: "6f1c0f4e-1b1e-4f53-9d6e-0d7a1f1e2b3c",
  labels: [
    { name: "env", value: "prod" },
    { name: "zo,ne", value: "a b" },
  ],
} as const;
