import { create, fromBinary } from "@bufbuild/protobuf";
import { Code, ConnectError } from "@connectrpc/connect";
import {
  decodeSignedDocument,
  type FetchPackageRequest,
  type FetchPackageResponse,
  FetchPackageResponseSchema,
  fromHex,
  ManifestFileSchema,
} from "@livetriage/proto-types";
import type { Collector } from "../collector.ts";
import type { Call } from "../server/call.ts";
import { callerName, idOf } from "../server/call-errors.ts";
import type { Id, StorageEngine, UploadRecord } from "../storage/storage-engine.ts";

/** The `FetchPackage` call: what proves a package, then its bytes from an offset on. */
export function fetchPackage(collector: Collector) {
  const { storage, audit } = collector;
  return async function* fetch(request: FetchPackageRequest, call: Call): AsyncGenerator<FetchPackageResponse> {
    const commandId = idOf(request.commandId, "command_id");
    const { sensorId } = request;
    const upload = await bestUpload(storage, commandId, sensorId);
    if (upload === null) throw new ConnectError("there is no package of this sensor", Code.NotFound);
    if (request.offset > BigInt(upload.committedOffset)) {
      throw new ConnectError("the offset is behind the package's end", Code.OutOfRange);
    }
    const offset = Number(request.offset);
    const operator = callerName(call);
    await audit.append("fetch", {
      operator,
      package_id: upload.packageId,
      command_id: commandId,
      sensor_id: sensorId,
      offset,
    });
    yield create(FetchPackageResponseSchema, { part: { case: "head", value: await headOf(storage, upload) } });
    for await (const value of storage.readSealed(upload.packageId, offset)) {
      yield create(FetchPackageResponseSchema, { part: { case: "sealed", value } });
    }
  };
}

/** The whole package, or what came furthest. */
async function bestUpload(storage: StorageEngine, commandId: Id, sensorId: string): Promise<UploadRecord | null> {
  const uploads = await storage.uploadsOf(commandId, sensorId);
  const furthest = uploads.toSorted((a, b) => b.committedOffset - a.committedOffset)[0];
  return uploads.find(({ manifest }) => manifest !== null) ?? furthest ?? null;
}

async function headOf(
  storage: StorageEngine,
  { packageId, commandId, sensorId, committedOffset, manifest }: UploadRecord,
) {
  const head = { packageId: fromHex(packageId) ?? new Uint8Array(), sealedBytes: BigInt(committedOffset) };
  if (manifest !== null) {
    const { $typeName: _, $unknown: __, ...proof } = fromBinary(ManifestFileSchema, manifest);
    return { ...head, ...proof };
  }
  const command = decodeSignedDocument((await storage.command(commandId))?.document ?? new Uint8Array());
  const sensor = await storage.sensor(sensorId);
  return {
    ...head,
    ...(sensor && { sensorCertificate: sensor.certificate }),
    ...(command.ok && { command: command.value }),
  };
}
