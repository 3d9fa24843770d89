import {
  type ClientHttp2Session,
  type ClientHttp2Stream,
  connect,
  type OutgoingHttpHeaders,
  type SecureClientSessionOptions,
} from "node:http2";
import type { Socket } from "node:net";
import { TurnedAway } from "./turned-away.ts";

/** A silent connection is asked for a sign of life this often, and given up when none comes in time. */
export interface PingTimes {
  readonly everyMs: number;
  readonly timeoutMs: number;
}

/** TLS as node:http2 takes it. */
export interface LinkOptions extends SecureClientSessionOptions {
  /** Opens what TLS goes over; a TCP connection to the endpoint when not given. */
  readonly tunnel?: () => Promise<Socket>;
}

const DEFAULT_PINGS: PingTimes = { everyMs: 30_000, timeoutMs: 10_000 };

/**
 * An HTTP/2 connection for connect-node's transports: dialed when it is first used, and again when it has ended.
 *
 * connect-node's own manager stops listening to a connection that it has left; what then fails on it, such as a record
 * that was damaged on the way, would end the process.
 */
export class Http2Link {
  readonly authority: string;
  readonly #tls: LinkOptions;
  readonly #pings: PingTimes;
  #session: Promise<ClientHttp2Session> | null = null;
  #open: ClientHttp2Session | null = null;
  #closed = false;

  constructor(endpoint: string, tls: LinkOptions, pings = DEFAULT_PINGS) {
    this.authority = `https://${endpoint}`;
    this.#tls = { ...tls, minVersion: "TLSv1.3" };
    this.#pings = pings;
  }

  /** Resolves when there is a connection; rejects with what kept it from coming about, `TurnedAway` among others. */
  async connect(): Promise<ClientHttp2Session> {
    if (this.#closed) throw new Error("the connection was closed");
    if (this.#open?.closed === true || this.#open?.destroyed === true) this.#session = null;
    this.#session ??= this.#dial().catch((error: unknown) => {
      this.#session = null; // whoever asks next dials again
      throw error;
    });
    return this.#session;
  }

  async request(method: string, path: string, headers: OutgoingHttpHeaders): Promise<ClientHttp2Stream> {
    const session = await this.connect();
    return session.request({ ...headers, ":method": method, ":path": path });
  }

  /** connect-node tells of every read; the pings need not know. */
  notifyResponseByteRead(): void {}

  /** Address of who is at the other end of the TCP connection, null when there is none. */
  get remoteAddress(): string | null {
    return this.#open?.socket?.remoteAddress ?? null;
  }

  /** Ends the connection with all that is under way on it; there is no other after it. */
  close(): void {
    this.#closed = true;
    this.#open?.destroy(new Error("the connection was closed"));
  }

  async #dial(): Promise<ClientHttp2Session> {
    const { tunnel, ...tls } = this.#tls;
    const socket = await tunnel?.();
    if (this.#closed) {
      socket?.destroy();
      throw new Error("the connection was closed");
    }
    const session = connect(this.authority, { ...tls, ...(socket && { socket }) });
    this.#open = session;
    session.on("error", () => undefined); // for as long as it lives
    session.once("connect", () => keepAlive(session, this.#pings));
    return new Promise((resolve, reject) => {
      session.once("connect", () => resolve(session));
      session.once("error", (error: NodeJS.ErrnoException) =>
        reject(error.code === "ECONNRESET" ? new TurnedAway(error) : error),
      );
      session.once("close", () => reject(new Error("the connection was closed")));
    });
  }
}

function keepAlive(session: ClientHttp2Session, { everyMs, timeoutMs }: PingTimes): void {
  const timer = setInterval(() => {
    if (session.destroyed) return;
    const giveUp = () => session.destroy(new Error("the connection fell silent")); // without an error, calls would wait on
    const silence = setTimeout(giveUp, timeoutMs).unref();
    session.ping(() => clearTimeout(silence));
  }, everyMs).unref();
  session.once("close", () => clearInterval(timer));
}
