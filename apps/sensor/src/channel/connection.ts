import type { Transport } from "@connectrpc/connect";
import { createGrpcTransport } from "@connectrpc/connect-node";
import { Http2Link, MAX_MESSAGE_BYTES, type PingTimes } from "@livetriage/proto-types";
import type { KeyPair } from "../config/identity-files.ts";
import type { Addresses } from "../spawn/addresses.ts";
import { hostOf, openTunnel } from "./tunnel.ts";

/** One connection to a Collector, for the session and the uploads. */
export interface Connection {
  readonly transport: Transport;
  /** It led to a Collector: the way there is kept. */
  remember(): Promise<void>;
  close(): void;
}

/** How Collectors are reached. */
export interface Way {
  /** `HOST:PORT` of the HTTP proxy in between. */
  readonly proxy?: string | undefined;
  /** Knows names; the resolver alone when not given. */
  readonly addresses?: Addresses;
}

/** Whom a Collector must be vouched by, and who calls; nobody when a host enrolls. */
export interface TlsOptions extends Way {
  readonly caPem: string;
  readonly pair?: KeyPair;
}

/** An address that does not answer in this time is no reason to wait with the next one. */
const ATTEMPT_MS = 2_000;

/** Dials when it is first used. TLS 1.3, and the fleet's CA alone is believed, whatever the way. */
export function openConnection(endpoint: string, options: TlsOptions, pings?: PingTimes): Connection {
  const { caPem, pair, proxy, addresses } = options;
  const own = pair && { cert: pair.certificate.toString(), key: pair.key.export({ type: "pkcs8", format: "pem" }) };
  const dial = { autoSelectFamilyAttemptTimeout: ATTEMPT_MS, ...(addresses && { lookup: addresses.lookup }) };
  const tunnel = proxy === undefined ? {} : { tunnel: () => openTunnel(proxy, endpoint, dial) };
  const link = new Http2Link(endpoint, { ca: caPem, allowPartialTrustChain: true, ...own, ...dial, ...tunnel }, pings);
  const limits = { readMaxBytes: MAX_MESSAGE_BYTES, writeMaxBytes: MAX_MESSAGE_BYTES, acceptCompression: [] };
  const transport = createGrpcTransport({ baseUrl: link.authority, sessionManager: link, ...limits });
  return {
    transport,
    remember: async () => addresses?.keep(hostOf(proxy ?? endpoint), link.remoteAddress),
    close: () => link.close(),
  };
}
