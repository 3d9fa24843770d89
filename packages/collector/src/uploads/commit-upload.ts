import { X509Certificate } from "node:crypto";
import { create, toBinary } from "@bufbuild/protobuf";
import { Code, ConnectError } from "@connectrpc/connect";
import {
  CommitOutcome,
  type CommitUploadRequest,
  checkSignedDocument,
  decodeSignedDocument,
  issuerOf,
  type Manifest,
  ManifestFileSchema,
  type SignedDocument,
  TargetState,
  toHex,
  verifyManifest,
} from "@livetriage/proto-types";
import { nowMs } from "../clock.ts";
import type { Collector } from "../collector.ts";
import type { Call } from "../server/call.ts";
import { callerName, idOf } from "../server/call-errors.ts";
import { callerKey } from "../server/caller.ts";
import type { StorageEngine, UploadRecord } from "../storage/storage-engine.ts";

const OUTCOMES = {
  committed: CommitOutcome.COMMITTED,
  "already-committed": CommitOutcome.ALREADY_COMMITTED,
  missing: CommitOutcome.MISSING,
  superseded: CommitOutcome.SUPERSEDED,
} as const;

/** The `CommitUpload` call: the package becomes the one of its command and sensor. */
export function commitUpload(collector: Collector) {
  const { storage, grants } = collector;
  return async (request: CommitUploadRequest, call: Call) => {
    const sensorId = callerName(call);
    const packageId = idOf(request.packageId, "package_id");
    const upload = await storage.upload(packageId);
    if (upload?.sensorId !== sensorId) throw new ConnectError("the package was not opened", Code.NotFound);
    if (upload.manifest !== null) return { outcome: CommitOutcome.ALREADY_COMMITTED };
    const { manifest, certificate } = await readManifest(collector, request.manifest, call);
    checkManifestOf(upload, manifest);
    const sealedBytes = Number(manifest.sealedBytes);
    if (upload.committedOffset < sealedBytes) {
      return { outcome: CommitOutcome.MISSING, committedOffset: BigInt(upload.committedOffset) };
    }
    await checkDigest(storage, upload, manifest);
    const result = await commit(
      collector,
      upload,
      sealedBytes,
      await prove(collector, upload, request.manifest, certificate),
    );
    grants.release(packageId);
    const committedOffset = result.outcome === "missing" ? BigInt(result.committedOffset) : 0n;
    return { outcome: OUTCOMES[result.outcome], committedOffset };
  };
}

/** Signed with the key of this connection, or with the one that the sensor has now, if it was renewed meanwhile. */
async function readManifest(collector: Collector, document: SignedDocument | undefined, call: Call) {
  const { storage, authorities, config } = collector;
  if (document === undefined || checkSignedDocument(document).length > 0)
    throw refused("the manifest is not a signed document");
  const verify = (certificate: X509Certificate) => {
    const ca = issuerOf(certificate, authorities.believed) ?? authorities.issuing.certificate;
    return verifyManifest(document, { fleetId: config.fleet, ca, certificate });
  };
  const own = call.values.get(callerKey)?.certificate();
  const verified = own === undefined ? null : verify(own);
  if (own !== undefined && verified?.ok === true) return { manifest: verified.value, certificate: own };

  const record = await storage.sensor(callerName(call));
  const newest = new X509Certificate(record?.certificate ?? new Uint8Array());
  const again = verify(newest);
  if (!again.ok) throw refused(again.problem);
  return { manifest: again.value, certificate: newest };
}

function checkManifestOf(upload: UploadRecord, manifest: Manifest): void {
  if (manifest.sensorId !== upload.sensorId) throw refused("the manifest is another sensor's");
  if (toHex(manifest.packageId) !== upload.packageId) throw refused("the manifest is of another package");
  if (toHex(manifest.commandId) !== upload.commandId) throw refused("the manifest is for another command");
  if (manifest.attempt !== upload.attempt) throw refused("the manifest is of another attempt");
  if (manifest.sealedBytes < BigInt(upload.committedOffset))
    throw refused("the package is longer than its manifest says");
}

async function checkDigest(storage: StorageEngine, { packageId }: UploadRecord, manifest: Manifest): Promise<void> {
  const sha256 = Buffer.from(await storage.sealedSha256(packageId));
  if (!sha256.equals(manifest.sealedSha256)) throw refused("the package is not what the manifest's digest says");
}

/** What will prove the package to whoever fetches it, by the certificate, the command and the key policy of this day. */
async function prove(
  { storage, policy }: Collector,
  { commandId }: UploadRecord,
  manifest: SignedDocument | undefined,
  certificate: X509Certificate,
): Promise<Uint8Array> {
  const command = decodeSignedDocument((await storage.command(commandId))?.document ?? new Uint8Array());
  return toBinary(
    ManifestFileSchema,
    create(ManifestFileSchema, {
      sensorCertificate: certificate.raw,
      keyPolicy: policy.document,
      ...(manifest && { manifest }),
      ...(command.ok && { command: command.value }),
    }),
  );
}

async function commit(collector: Collector, upload: UploadRecord, sealedBytes: number, proof: Uint8Array) {
  const { storage, audit, runs, turns, metrics, clock } = collector;
  const { packageId, commandId, sensorId, attempt } = upload;
  await audit.append("manifest", {
    package_id: packageId,
    command_id: commandId,
    sensor_id: sensorId,
    attempt,
    sealed_bytes: sealedBytes,
  });
  return turns.take(sensorId, async () => {
    const result = await storage.commitUpload(packageId, sealedBytes, proof, nowMs(clock));
    if (result.outcome === "committed") metrics.count("packages_total");
    const target = await storage.target(commandId, sensorId);
    if (target?.state === TargetState.DONE) runs.tell(target);
    return result;
  });
}

function refused(sentence: string): ConnectError {
  return new ConnectError(sentence, Code.InvalidArgument);
}
