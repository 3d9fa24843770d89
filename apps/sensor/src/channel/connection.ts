import type { Transport } from "@connectrpc/connect";
import { createGrpcTransport } from "@connectrpc/connect-node";
import { Http2Link, MAX_MESSAGE_BYTES, type PingTimes } from "@livetriage/proto-types";
import type { KeyPair } from "../config/identity-files.ts";

/** One connection to a Collector, for the session and the uploads. */
export interface Connection {
  readonly transport: Transport;
  close(): void;
}

/** Whom a Collector must be vouched by, and who calls; nobody when a host enrolls. */
export interface TlsOptions {
  readonly caPem: string;
  readonly pair?: KeyPair;
}

/** Dials when it is first used. TLS 1.3, and the fleet's CA alone is believed. */
export function openConnection(endpoint: string, { caPem, pair }: TlsOptions, pings?: PingTimes): Connection {
  const own = pair && { cert: pair.certificate.toString(), key: pair.key.export({ type: "pkcs8", format: "pem" }) };
  const link = new Http2Link(endpoint, { ca: caPem, ...own }, pings);
  const limits = { readMaxBytes: MAX_MESSAGE_BYTES, writeMaxBytes: MAX_MESSAGE_BYTES, acceptCompression: [] };
  const transport = createGrpcTransport({ baseUrl: link.authority, sessionManager: link, ...limits });
  return { transport, close: () => link.close() };
}
