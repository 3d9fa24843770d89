import { create } from "@bufbuild/protobuf";
import { Code, ConnectError } from "@connectrpc/connect";
import {
  type Chunk,
  type PutChunksRequest,
  type PutChunksResponse,
  PutChunksResponseSchema,
} from "@livetriage/proto-types";
import type { Collector } from "../collector.ts";
import type { Call } from "../server/call.ts";
import { callerName, idOf, toCallError } from "../server/call-errors.ts";
import { Outbox } from "../session/outbox.ts";
import type { Id, UploadRecord } from "../storage/storage-engine.ts";
import { checkChunk } from "./check-chunk.ts";
import { requireGrant } from "./open-upload.ts";
import { untilAborted } from "./until-aborted.ts";

type Acks = Outbox<PutChunksResponse>;

/**
 * The `PutChunks` call: the chunks of one package, each durable before its ack.
 *
 * Chunks are taken while those before them are on their way to the disk, a window of them at most.
 */
export function putChunks(collector: Collector) {
  return async function* put(requests: AsyncIterable<PutChunksRequest>, call: Call) {
    const stop = new AbortController();
    const acks: Acks = new Outbox();
    const chunks = untilAborted(requests, AbortSignal.any([stop.signal, call.signal]));
    void takeChunks(collector, chunks, callerName(call), acks, stop).then(
      () => acks.end(),
      (error: unknown) => acks.end(ConnectError.from(toCallError(error))),
    );
    for await (const ack of acks) yield ack;
  };
}

async function takeChunks(
  collector: Collector,
  requests: AsyncIterable<PutChunksRequest>,
  sensorId: string,
  acks: Acks,
  stop: AbortController,
): Promise<void> {
  const { grants } = collector;
  const end = () => stop.abort(new ConnectError("the grant has gone to another", Code.Aborted));
  let upload: Upload | null = null;
  try {
    for await (const { chunk } of requests) {
      if (chunk === undefined) throw new ConnectError("no chunk", Code.InvalidArgument);
      if (upload === null) {
        const record = await findUpload(collector, sensorId, idOf(chunk.packageId, "package_id"));
        upload = new Upload(collector, record, acks);
        grants.attach(record.packageId, end);
      }
      await upload.take(chunk);
    }
    await upload?.written();
  } finally {
    if (upload !== null) grants.detach(upload.packageId, end);
  }
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
  readonly #acks: Acks;
  readonly #sensorId: string;
  /** Where the next chunk begins. */
  #end: number;
  #count: number;
  #waitingBytes = 0;
  #last: Promise<void> = Promise.resolve();

  constructor(collector: Collector, { packageId, committedOffset, pieces, sensorId }: UploadRecord, acks: Acks) {
    this.packageId = packageId;
    this.#collector = collector;
    this.#acks = acks;
    this.#end = committedOffset;
    this.#count = pieces;
    this.#sensorId = sensorId;
  }

  /** Hands a chunk on to storage, and waits only when a window of them is under way. */
  async take(chunk: Chunk): Promise<void> {
    const { config, metrics, refusals, settings } = this.#collector;
    this.#count += 1;
    const place = { packageId: this.packageId, end: this.#end, count: this.#count };
    const problem = checkChunk(chunk, place, config.max_package_mib * 1_048_576);
    if (problem !== null) {
      metrics.count("chunks_refused_total");
      await refusals.note(problem.rawMessage, { call: "PutChunks", name: this.#sensorId });
      throw problem;
    }
    this.#end = Math.max(this.#end, Number(chunk.offset) + chunk.sealed.length);
    this.#last = Promise.all([this.#last, this.#write(chunk)]).then(() => undefined);
    this.#last.catch(() => undefined); // told by written()
    if (this.#waitingBytes >= settings.windowBytes) await this.#last;
  }

  /** Fulfilled when all that was taken is durable. */
  written(): Promise<void> {
    return this.#last;
  }

  async #write({ offset, sealed }: Chunk): Promise<void> {
    const { storage, metrics } = this.#collector;
    this.#waitingBytes += sealed.length;
    const committed = await storage.appendChunk(this.packageId, Number(offset), sealed);
    this.#waitingBytes -= sealed.length;
    metrics.count("chunks_total");
    metrics.count("chunk_bytes_total", sealed.length);
    this.#acks.put(create(PutChunksResponseSchema, { ack: { committedOffset: BigInt(committed) } }));
  }
}
