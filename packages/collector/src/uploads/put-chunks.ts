import { Code, ConnectError } from "@connectrpc/connect";
import type { Chunk, PutChunksRequest } from "@livetriage/proto-types";
import type { Collector } from "../collector.ts";
import type { Call } from "../server/call.ts";
import { callerName, idOf } from "../server/call-errors.ts";
import type { Id, UploadRecord } from "../storage/storage-engine.ts";
import { checkChunk } from "./check-chunk.ts";
import { requireGrant } from "./open-upload.ts";
import { untilAborted } from "./until-aborted.ts";

/** The `PutChunks` call: the chunks of one package, each durable before its ack, and before the next is asked for. */
export function putChunks(collector: Collector) {
  const { grants } = collector;
  return async function* put(requests: AsyncIterable<PutChunksRequest>, call: Call) {
    const stop = new AbortController();
    const end = () => stop.abort(new ConnectError("the grant has gone to another", Code.Aborted));
    let upload: Upload | null = null;
    try {
      for await (const { chunk } of untilAborted(requests, AbortSignal.any([stop.signal, call.signal]))) {
        if (chunk === undefined) throw new ConnectError("no chunk", Code.InvalidArgument);
        if (upload === null) {
          const record = await findUpload(collector, callerName(call), idOf(chunk.packageId, "package_id"));
          upload = new Upload(collector, record);
          grants.attach(record.packageId, end);
        }
        yield { ack: { committedOffset: BigInt(await upload.take(chunk)) } };
      }
    } finally {
      if (upload !== null) grants.detach(upload.packageId, end);
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

/** A package as one stream sends it. */
class Upload {
  readonly packageId: Id;
  readonly #collector: Collector;
  readonly #sensorId: string;
  /** Where the next chunk begins. */
  #end: number;
  #count: number;

  constructor(collector: Collector, { packageId, committedOffset, pieces, sensorId }: UploadRecord) {
    this.packageId = packageId;
    this.#collector = collector;
    this.#sensorId = sensorId;
    this.#end = committedOffset;
    this.#count = pieces;
  }

  /** Gives the end of what is durable then. */
  async take(chunk: Chunk): Promise<number> {
    const { config, metrics, refusals, storage } = this.#collector;
    this.#count += 1;
    const place = { packageId: this.packageId, end: this.#end, count: this.#count };
    const problem = checkChunk(chunk, place, config.max_package_mib * 1_048_576);
    if (problem !== null) {
      metrics.count("chunks_refused_total");
      await refusals.note(problem.rawMessage, { call: "PutChunks", name: this.#sensorId });
      throw problem;
    }
    const { offset, sealed } = chunk;
    this.#end = await storage.appendChunk(this.packageId, Number(offset), sealed);
    metrics.count("chunks_total");
    metrics.count("chunk_bytes_total", sealed.length);
    return this.#end;
  }
}
