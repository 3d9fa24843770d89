import type { X509Certificate } from "node:crypto";
import type { ServerHttp2Session } from "node:http2";
import type { TLSSocket } from "node:tls";
import { createContextKey } from "@connectrpc/connect";
import { type Identity, identityOf } from "@livetriage/proto-types";

/** Who is at the other end of a connection. */
export interface Caller {
  /** Null without a certificate, and with one that does not hold. */
  readonly identity: Identity | null;
  /** Why there is no identity. */
  readonly problem: string;
  /** End of the certificate. */
  readonly expiresAtMs: number;
  readonly address: string;
  certificate(): X509Certificate | undefined;
  /** Fulfilled when the peer has shown that it is there now; rejected when it is gone. */
  ping(): Promise<void>;
  disconnect(): void;
}

export const callerKey = createContextKey<Caller | null>(null, { description: "caller" });

/** Tell from a finished handshake who calls. Whether the certificate holds was verified in the handshake. */
export function callerOf(session: ServerHttp2Session, fleetId: string): Caller {
  const socket = session.socket as TLSSocket;
  const certificate = socket.getPeerX509Certificate();
  const common = {
    expiresAtMs: certificate === undefined ? 0 : Date.parse(certificate.validTo),
    address: socket.remoteAddress ?? "",
    certificate: () => socket.getPeerX509Certificate(),
    ping: () =>
      new Promise<void>((resolve, reject) => {
        session.ping((error) => (error === null ? resolve() : reject(error)));
      }),
    disconnect: () => session.destroy(),
  };
  if (certificate === undefined) return { ...common, identity: null, problem: "a client certificate is needed" };
  if (!socket.authorized) {
    const reason = String(socket.authorizationError);
    return { ...common, identity: null, problem: `the client certificate does not hold: ${reason}` };
  }
  const identity = identityOf(certificate);
  return identity?.fleetId === fleetId
    ? { ...common, identity, problem: "" }
    : { ...common, identity: null, problem: "the client certificate names nobody of this fleet" };
}
