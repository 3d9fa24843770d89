import type { Transport } from "@connectrpc/connect";
import type { PutChunksRequest } from "@livetriage/proto-types";
import type { Connection } from "../../src/channel/connection.ts";
import type { FaultProxy } from "./fault-proxy.ts";

/** What the sensor sent of one package, and what it knew to be durable when it was cut off. */
export class WatchedUpload {
  /** Sealed bytes that were sent, also those that were sent twice. */
  sent = 0;
  /** First offset of each stream. */
  readonly begins: number[] = [];
  /** By the acks of the first stream. */
  acknowledged = 0;
  readonly #proxy: FaultProxy;
  #cutAt: number | null;

  /** The connection is reset at this place of the sealed bytes, as far as it can be told from outside of TLS. */
  constructor(proxy: FaultProxy, cutAt: number) {
    this.#proxy = proxy;
    this.#cutAt = cutAt;
  }

  through = ({ transport, ...connection }: Connection): Connection => {
    const stream: Transport["stream"] = async (method, signal, timeout, header, input, context) => {
      if (method.name !== "PutChunks") return transport.stream(method, signal, timeout, header, input, context);
      const chunks = this.#requests(input as AsyncIterable<PutChunksRequest>, signal) as typeof input;
      const answer = await transport.stream(method, signal, timeout, header, chunks, context);
      return { ...answer, message: this.#acks(answer.message as AsyncIterable<never>) };
    };
    return { transport: { unary: transport.unary.bind(transport), stream }, ...connection };
  };

  async *#requests(requests: AsyncIterable<PutChunksRequest>, signal?: AbortSignal): AsyncGenerator<PutChunksRequest> {
    let first = true;
    for await (const request of requests) {
      const offset = Number(request.chunk?.offset);
      const bytes = request.chunk?.sealed?.length ?? 0;
      if (first) this.begins.push(offset);
      first = false;
      if (signal?.aborted !== true) this.sent += bytes; // else nothing takes it any more
      if (this.#cutAt !== null && this.#cutAt <= offset + bytes) {
        this.#proxy.cutAfter(Math.max(0, this.#cutAt - offset));
        this.#cutAt = null;
      }
      yield request;
    }
  }

  async *#acks(answers: AsyncIterable<never>): AsyncGenerator<never> {
    for await (const answer of answers as AsyncIterable<{ ack?: { committedOffset: bigint } }>) {
      if (this.begins.length === 1) this.acknowledged = Number(answer.ack?.committedOffset ?? 0);
      yield answer as never;
    }
  }
}
