import { createHash } from "node:crypto";
import { Code, ConnectError, type HandlerContext } from "@connectrpc/connect";
import { type Chunk, MAX_CHUNK_BYTES, type PutChunksRequest } from "@livetriage/proto-types";
import type { Collector } from "../collector.ts";
import { callerName, idOf, toCallError } from "../server/call-errors.ts";
import type { Id, UploadRecord } from "../storage/storage-engine.ts";
import { requireGrant } from "./open-upload.ts";
import { untilAborted } from "./until-aborted.ts";

/** Every chunk costs a record on disk: small ones are taken until there are more of them than a package needs. */
const SMALL_CHUNKS = 1024;
const SMALL_BYTES = 4096;

/** The `PutChunks` call: the chunks of one package, each durable before its ack. */
export function putChunks(collector: Collector) {
  return async function* put(requests: AsyncIterable<PutChunksRequest>, context: HandlerContext) {
    const sensorId = callerName(context);
    const stop = new AbortController();
    const end = () => stop.abort(new ConnectError("the grant has gone to another", Code.Aborted));
    let upload: UploadRecord | null = null;
    let count = 0;
    try {
      for await (const { chunk } of untilAborted(requests, AbortSignal.any([stop.signal, context.signal]))) {
        if (chunk === undefined) throw new ConnectError("no chunk", Code.InvalidArgument);
        if (upload === null) {
          upload = await findUpload(collector, sensorId, idOf(chunk.packageId, "package_id"));
          collector.grants.attach(upload.packageId, end);
        }
        count += 1;
        const offset = await takeChunk(collector, upload, chunk, count);
        upload = { ...upload, committedOffset: offset };
        yield { ack: { committedOffset: BigInt(offset) } };
      }
    } catch (error) {
      throw toCallError(error);
    } finally {
      if (upload !== null) collector.grants.detach(upload.packageId, end);
    }
  };
}

async function findUpload({ storage, grants }: Collector, sensorId: string, packageId: Id): Promise<UploadRecord> {
  const upload = await storage.upload(packageId);
  if (upload?.sensorId !== sensorId) throw new ConnectError("the package was not opened", Code.NotFound);
  if (upload.manifest !== null) throw new ConnectError("the package is whole", Code.FailedPrecondition);
  requireGrant(grants.holds(packageId, sensorId));
  return upload;
}

/** Gives the durable end after this chunk. */
async function takeChunk(collector: Collector, upload: UploadRecord, chunk: Chunk, count: number): Promise<number> {
  const { storage, metrics, config } = collector;
  const problem = checkChunk(upload, chunk, count, config.max_package_mib * 1_048_576);
  if (problem !== null) {
    metrics.count("chunks_refused_total");
    throw problem;
  }
  const offset = Number(chunk.offset);
  if (offset + chunk.sealed.length <= upload.committedOffset) return upload.committedOffset; // sent again
  const end = await storage.appendChunk(upload.packageId, offset, chunk.sealed);
  metrics.count("chunks_total");
  metrics.count("chunk_bytes_total", chunk.sealed.length);
  return end;
}

function checkChunk(upload: UploadRecord, chunk: Chunk, count: number, maxBytes: number): ConnectError | null {
  const { packageId, offset, sealed, sha256 } = chunk;
  const { committedOffset } = upload;
  const invalid = (sentence: string) => new ConnectError(sentence, Code.InvalidArgument);
  if (idOf(packageId, "package_id") !== upload.packageId) return invalid("the chunk is of another package");
  if (sealed.length === 0 || sealed.length > MAX_CHUNK_BYTES) return invalid("a chunk is 1 byte to 256 KiB");
  if (offset > BigInt(maxBytes - sealed.length)) {
    return new ConnectError("the package is too large", Code.OutOfRange);
  }
  const end = Number(offset) + sealed.length;
  if (Number(offset) > committedOffset || (Number(offset) < committedOffset && end > committedOffset)) {
    return new ConnectError(`the chunk does not begin at ${committedOffset}`, Code.OutOfRange);
  }
  if (count > SMALL_CHUNKS && end < count * SMALL_BYTES) return invalid("too many small chunks");
  if (!createHash("sha256").update(sealed).digest().equals(sha256))
    return invalid("the chunk is not what its digest says");
  return null;
}
