import { constants } from "node:crypto";
import { once } from "node:events";
import { createSecureServer, type Http2SecureServer, type ServerHttp2Session } from "node:http2";
import { type AddressInfo, createServer, type Socket } from "node:net";
import type { SecureContextOptions, TLSSocket } from "node:tls";
import { nowMs } from "../clock.ts";
import type { Collector } from "../collector.ts";
import type { Endpoint } from "../config/endpoint.ts";
import { callerOf, keepFromAsking } from "./caller.ts";
import { STREAM_WINDOW } from "./connections.ts";
import type { Settings } from "./settings.ts";

/** Node's default of 511 overflows when a fleet comes back at once. */
const BACKLOG = 4096;
const MAX_HEADER_BYTES = 8192;

export interface TlsFiles {
  readonly key: string;
  readonly certificate: string;
  readonly ca: string;
}

/** What TLS goes by: all of it, also when a server gets another certificate. */
export function secureContextOf({ key, certificate, ca }: TlsFiles): SecureContextOptions {
  return {
    key,
    cert: certificate,
    ca,
    ecdhCurve: "X25519:P-256", // OpenSSL keeps the keys of a handshake: those of ML-KEM are 12 KB a session
    minVersion: "TLSv1.3",
    secureOptions: constants.SSL_OP_NO_TICKET, // a resumed session would not show its certificate again
  };
}

/** TLS 1.3 and HTTP/2 only. A client's certificate is asked for here and judged for every call. */
export function createTlsServer(files: TlsFiles, settings: Settings): Http2SecureServer {
  return createSecureServer({
    ...secureContextOf(files),
    requestCert: true,
    rejectUnauthorized: false,
    handshakeTimeout: settings.helloMs,
    unknownProtocolTimeout: settings.helloMs,
    maxHeaderListPairs: 64,
    maxSessionMemory: 4,
    maxSessionInvalidFrames: 100,
    maxDeflateDynamicTableSize: 0, // the dates of answers would fill it, with 7 KB a connection
    settings: {
      enablePush: false,
      maxConcurrentStreams: 8,
      maxHeaderListSize: MAX_HEADER_BYTES,
      initialWindowSize: STREAM_WINDOW,
      maxFrameSize: 262_144,
    },
  });
}

/** Watch over the connections of a TLS server: who they are, and what fails before they are anybody. */
export function watchConnections(server: Http2SecureServer, collector: Collector): void {
  const { config, connections, clock } = collector;
  server.on("keylog", (_secret: Buffer, socket: TLSSocket) => keepFromAsking(socket)); // the only event of a handshake
  server.on("session", (session: ServerHttp2Session) => {
    const caller = callerOf(session, config.fleet, collector.authorities.believed, nowMs(clock));
    connections.add(session, caller);
    if (caller.identity !== null) session.setLocalWindowSize(STREAM_WINDOW); // strangers keep HTTP/2's 64 KiB
    session.on("error", () => session.destroy());
  });
  // What a connection gets when its session is gone already: a record that was damaged on the way.
  server.on("secureConnection", (socket) => socket.on("error", () => socket.destroy()));
  server.on("tlsClientError", (error: NodeJS.ErrnoException, socket) => noteHandshake(collector, error, socket));
}

function noteHandshake({ refusals, failures }: Collector, error: NodeJS.ErrnoException, socket: Socket): void {
  if (error.code === "ECONNRESET") return; // left before the handshake was over
  const from = { error: error.code ?? error.message, address: socket.remoteAddress ?? "" };
  refusals.note("the TLS handshake failed", from).catch(failures.of("a refusal was not audited"));
}

/** The door to a Collector. */
export interface Front {
  readonly port: number;
  /** Lets nobody in any more and cuts every connection, whatever its peer does. */
  close(): Promise<void>;
}

/** Listen, and hand connections on to TLS, so many a second; the others are closed before they cost a handshake. */
export async function accept(server: Http2SecureServer, listen: Endpoint, collector: Collector): Promise<Front> {
  const { metrics, settings } = collector;
  const open = new Set<Socket>();
  let accepted = 0;
  const refill = setInterval(() => {
    accepted = 0;
  }, 1000).unref();
  const front = createServer({ noDelay: true }, (socket: Socket) => {
    accepted += 1;
    metrics.count(accepted > settings.acceptPerSecond ? "connections_shed_total" : "connections_total");
    if (accepted > settings.acceptPerSecond) {
      socket.destroy();
      return;
    }
    open.add(socket);
    socket.once("close", () => open.delete(socket));
    server.emit("connection", socket);
  });
  front.listen({ ...listen, backlog: BACKLOG });
  await once(front, "listening");
  return {
    port: (front.address() as AddressInfo).port,
    async close() {
      clearInterval(refill);
      const closed = once(front, "close");
      front.close();
      for (const socket of open) socket.destroy();
      await closed;
    },
  };
}
