import type { X509Certificate } from "node:crypto";
import type { ServerHttp2Session } from "node:http2";
import { issuerOf } from "@livetriage/proto-types";
import type { Caller } from "./caller.ts";
import type { Settings } from "./settings.ts";

/** What a stream may send before it is read. */
export const STREAM_WINDOW = 1_048_576;
/** In a crowd: whatever arrives at once, up to 64 KiB, Node keeps room for as long as the connection stands. */
const CROWD_WINDOW = 32_768;

interface Connection {
  readonly caller: Caller;
  streamWindow: number;
  calls: number;
  turnsWithoutCall: number;
  turnsWithoutPing: number;
  pingUnderWay: boolean;
}

/** Every open connection. A peer that has gone silent is noticed within `pingEveryMs + pingTimeoutMs`. */
export class Connections {
  readonly #open = new Map<ServerHttp2Session, Connection>();
  readonly #settings: Settings;
  readonly #timer: NodeJS.Timeout;

  constructor(settings: Settings) {
    this.#settings = settings;
    // What has arrived meanwhile is read before anyone is given up: this process may itself have been stalled.
    this.#timer = setInterval(() => setImmediate(() => this.#turn()), settings.pingTimeoutMs).unref();
  }

  get size(): number {
    return this.#open.size;
  }

  add(session: ServerHttp2Session, caller: Caller): void {
    const turns = { turnsWithoutCall: 0, turnsWithoutPing: 0, pingUnderWay: false };
    const connection = { caller, streamWindow: STREAM_WINDOW, calls: 0, ...turns };
    this.#open.set(session, connection);
    this.#fitWindow(session, connection);
    session.once("close", () => this.#open.delete(session));
  }

  caller(session: ServerHttp2Session): Caller | null {
    return this.#open.get(session)?.caller ?? null;
  }

  /** A call begins on this connection; gives what tells that it has ended. */
  enter(session: ServerHttp2Session): () => void {
    const connection = this.#open.get(session);
    if (connection === undefined) return () => undefined;
    connection.calls += 1;
    return () => {
      connection.calls -= 1;
    };
  }

  /** Ends those whose certificate none of these has signed. */
  believe(authorities: readonly X509Certificate[]): void {
    for (const [session, { caller }] of this.#open) {
      const certificate = caller.certificate();
      if (certificate !== undefined && issuerOf(certificate, authorities) === undefined) session.destroy();
    }
  }

  /** Ends every connection at once. */
  close(): void {
    clearInterval(this.#timer);
    for (const session of this.#open.keys()) session.destroy();
  }

  #turn(): void {
    const { pingEveryMs, pingTimeoutMs, idleMs } = this.#settings;
    for (const [session, connection] of this.#open) {
      connection.turnsWithoutCall = connection.calls === 0 ? connection.turnsWithoutCall + 1 : 0;
      connection.turnsWithoutPing += 1;
      if (session.destroyed) continue; // its end is still on its way
      this.#fitWindow(session, connection);
      if (connection.pingUnderWay) session.destroy();
      else if (connection.turnsWithoutCall * pingTimeoutMs > idleMs) session.close();
      else if (connection.turnsWithoutPing * pingTimeoutMs >= pingEveryMs) ping(session, connection);
    }
  }

  #fitWindow(session: ServerHttp2Session, connection: Connection): void {
    const initialWindowSize = this.size > this.#settings.crowd ? CROWD_WINDOW : STREAM_WINDOW;
    if (connection.streamWindow === initialWindowSize) return;
    connection.streamWindow = initialWindowSize;
    session.settings({ initialWindowSize });
  }
}

function ping(session: ServerHttp2Session, connection: Connection): void {
  connection.turnsWithoutPing = 0;
  connection.pingUnderWay = true;
  session.ping(() => {
    connection.pingUnderWay = false;
  });
}
