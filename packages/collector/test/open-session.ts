import { create, type MessageInitShape } from "@bufbuild/protobuf";
import type { Client } from "@connectrpc/connect";
import {
  type SensorChannelService,
  type SessionRequest,
  SessionRequestSchema,
  type SessionResponse,
} from "@livetriage/proto-types";
import { Outbox } from "../src/session/outbox.ts";

type Body = NonNullable<MessageInitShape<typeof SessionRequestSchema>["body"]>;
type Kind = NonNullable<SessionResponse["body"]["case"]>;

/** A session as a sensor holds it: says frames, and waits for frames of a kind. */
export class TestSession {
  readonly #out = new Outbox<SessionRequest>();
  readonly #in: AsyncIterator<SessionResponse>;
  readonly #abort = new AbortController();
  #seq = 0n;

  constructor(client: Client<typeof SensorChannelService>) {
    this.#in = client.session(each(this.#out), { signal: this.#abort.signal })[Symbol.asyncIterator]();
  }

  say(body: Body, seq = this.#seq + 1n): void {
    this.#seq = seq;
    this.#out.put(create(SessionRequestSchema, { seq, body }));
  }

  hello(previousSessionNonce: Uint8Array = new Uint8Array(), more: { residentPackages?: Uint8Array[] } = {}): void {
    const known = { protoMin: 1, protoMax: 1, build: "test", keyPolicyVersion: 1n };
    this.say({ case: "hello", value: { ...known, previousSessionNonce, ...more } });
  }

  /** The next frame of this kind; others are let pass. */
  async next<K extends Kind>(kind: K): Promise<Extract<SessionResponse["body"], { case: K }>["value"]> {
    for (;;) {
      const { done, value } = await this.#in.next();
      if (done === true) throw new Error(`the session ended before a ${kind}`);
      if (value.body.case === kind) return value.body.value as never;
    }
  }

  /** Reads until the session ends; throws as it ended. */
  async ended(): Promise<void> {
    for (;;) if ((await this.#in.next()).done === true) return;
  }

  close(): void {
    this.#out.end();
  }

  drop(): void {
    this.#abort.abort();
  }
}

async function* each<T>(source: AsyncIterable<T>): AsyncGenerator<T> {
  for await (const item of source) yield item;
}
