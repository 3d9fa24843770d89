import { createHash } from "node:crypto";
import { makeManifest, type SignedDocument } from "@livetriage/proto-types";
import type { PreparedPackage } from "./prepared-package.ts";
import type { SensorIdentity } from "./sensor-identity.ts";

const NOTHING = createHash("sha256").digest();

/** What a fake sensor signs about its package; nobody opens it, so that its plain form is nothing. */
export function manifestOf(
  { sensorId, privateKey }: Pick<SensorIdentity, "sensorId" | "privateKey">,
  ids: { readonly packageId: Uint8Array; readonly commandId: Uint8Array },
  { bytes, sealedSha256 }: PreparedPackage,
): SignedDocument {
  const plain = { plainBytes: 0n, plainSha256: NOTHING, schema: "livetriage.package/v1", ended: "finished" };
  return makeManifest({ ...ids, ...plain, sensorId, attempt: 1, sealedBytes: BigInt(bytes), sealedSha256 }, privateKey);
}
