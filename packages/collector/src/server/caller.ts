import type { X509Certificate } from "node:crypto";
import type { ServerHttp2Session } from "node:http2";
import type { TLSSocket } from "node:tls";
import { createContextKey } from "@connectrpc/connect";
import { type Identity, identityOf, issuerOf } from "@livetriage/proto-types";

/** Who is at the other end of a connection. */
export interface Caller {
  /** Null without a certificate, and with one that does not hold, but for its time being over. */
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
export function callerOf(
  session: ServerHttp2Session,
  fleetId: string,
  authorities: readonly X509Certificate[],
): Caller {
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
  if (!socket.authorized && !hasOnlyExpired(socket, certificate, authorities)) {
    const reason = String(socket.authorizationError);
    return { ...common, identity: null, problem: `the client certificate does not hold: ${reason}` };
  }
  const identity = identityOf(certificate);
  return identity?.fleetId === fleetId
    ? { ...common, identity, problem: "" }
    : { ...common, identity: null, problem: "the client certificate names nobody of this fleet" };
}

/** Has none of these authorities signed the certificate of the caller? Who shows none is not foreign. */
export function isForeign(caller: Caller, authorities: readonly X509Certificate[]): boolean {
  const certificate = caller.certificate();
  return certificate !== undefined && issuerOf(certificate, authorities) === undefined;
}

/** Extended key usage of TLS clients. Source: RFC 5280, 4.2.1.12 */
const CLIENT_AUTH = "1.3.6.1.5.5.7.3.2";

/** Is nothing wrong with the certificate but its time? The handshake tells one error only, so the others are looked for. */
function hasOnlyExpired(
  { authorizationError }: TLSSocket,
  certificate: X509Certificate,
  authorities: readonly X509Certificate[],
): boolean {
  if (String(authorizationError) !== "CERT_HAS_EXPIRED" || !certificate.keyUsage?.includes(CLIENT_AUTH)) return false;
  return issuerOf(certificate, authorities) !== undefined;
}
