import type { Transport } from "@connectrpc/connect";
import { createGrpcTransport, Http2SessionManager } from "@connectrpc/connect-node";
import { MAX_MESSAGE_BYTES } from "@livetriage/proto-types";
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

/** A connection is given up when it was silent for 30 s and answered no ping for 10 s. */
const PING = { pingIntervalMs: 30_000, pingTimeoutMs: 10_000 };

/** Dials when it is first used. TLS 1.3, and the fleet's CA alone is believed. */
export function openConnection(endpoint: string, { caPem, pair }: TlsOptions): Connection {
  const baseUrl = `https://${endpoint}`;
  const sessionManager = new Http2SessionManager(baseUrl, PING, {
    ca: caPem,
    minVersion: "TLSv1.3",
    ...(pair && { cert: pair.certificate.toString(), key: pair.key.export({ type: "pkcs8", format: "pem" }) }),
  });
  const limits = { readMaxBytes: MAX_MESSAGE_BYTES, writeMaxBytes: MAX_MESSAGE_BYTES, acceptCompression: [] };
  const transport = createGrpcTransport({ baseUrl, sessionManager, ...limits });
  return { transport, close: () => sessionManager.abort() };
}
