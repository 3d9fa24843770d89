import { create, type MessageInitShape } from "@bufbuild/protobuf";
import { type Client, createClient } from "@connectrpc/connect";
import {
  SensorChannelService,
  type SessionRequest,
  SessionRequestSchema,
  type SessionResponse,
  type Welcome,
} from "@livetriage/proto-types";
import type { Connection } from "./connection.ts";
import { Outbox } from "./outbox.ts";

/** A Collector that does not answer Hello in this time is none. */
const WELCOME_MS = 15_000;

type Body = NonNullable<MessageInitShape<typeof SessionRequestSchema>["body"]>;

/** One standing stream to a Collector. */
export class Session {
  readonly client: Client<typeof SensorChannelService>;
  readonly #connection: Connection;
  readonly #welcomeMs: number;
  readonly #outbox = new Outbox<SessionRequest>();
  readonly #ended = new AbortController();
  #seq = 0n;
  #left = false;

  constructor(connection: Connection, welcomeMs = WELCOME_MS) {
    this.#connection = connection;
    this.#welcomeMs = welcomeMs;
    this.client = createClient(SensorChannelService, connection.transport);
  }

  /** Fires when the session ends, for whatever reason. */
  get signal(): AbortSignal {
    return this.#ended.signal;
  }

  send(body: Body): void {
    this.#seq += 1n;
    this.#outbox.push(create(SessionRequestSchema, { seq: this.#seq, body }));
  }

  /** Say why, and end. */
  bye(reason: string): void {
    this.#left = true;
    this.send({ case: "bye", value: { reason } });
    this.#outbox.close();
  }

  /**
   * Say hello and hand on what the Collector says until the stream ends.
   *
   * Errors: throws when the stream breaks, nobody answers, or the end was not ours.
   */
  async run(
    hello: Body,
    onWelcome: (welcome: Welcome) => Promise<void>,
    onFrame: (body: SessionResponse["body"]) => Promise<void>,
  ) {
    const silence = setTimeout(() => this.end(), this.#welcomeMs);
    this.send(hello);
    try {
      for await (const { body } of this.client.session(this.#outbox, { signal: this.#ended.signal })) {
        if (body.case === "welcome") {
          clearTimeout(silence);
          await onWelcome(body.value);
        } else await onFrame(body);
      }
      if (!this.#left) throw new Error("the Collector ended the session");
    } finally {
      clearTimeout(silence);
      this.end();
    }
  }

  /** End at once. */
  end(): void {
    this.#outbox.close();
    this.#ended.abort();
    this.#connection.close();
  }
}
