import { X509Certificate } from "node:crypto";
import type { ServerHttp2Session } from "node:http2";
import type { PeerCertificate, TLSSocket } from "node:tls";
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

/** Tell from a finished handshake, in which the caller showed that it has the key of its certificate, who calls. */
export function callerOf(
  session: ServerHttp2Session,
  fleetId: string,
  authorities: readonly X509Certificate[],
  nowMs: number,
): Caller {
  const socket = session.socket as TLSSocket;
  const certificate = certificateOf(socket);
  let parsed = certificate && new WeakRef(certificate); // of thousands that stand idle nobody needs it
  const common = {
    expiresAtMs: certificate === undefined ? 0 : Date.parse(certificate.validTo),
    address: socket.remoteAddress ?? "",
    certificate() {
      const found = parsed?.deref() ?? certificateOf(socket);
      parsed = found && new WeakRef(found);
      return found;
    },
    ping: () =>
      new Promise<void>((resolve, reject) => {
        session.ping((error) => (error === null ? resolve() : reject(error)));
      }),
    disconnect: () => session.destroy(),
  };
  if (certificate === undefined) return { ...common, identity: null, problem: "a client certificate is needed" };
  const reason = problemOf(certificate, authorities, nowMs);
  if (reason !== null) {
    return { ...common, identity: null, problem: `the client certificate does not hold: ${reason}` };
  }
  const identity = identityOf(certificate);
  return identity?.fleetId === fleetId
    ? { ...common, identity, problem: "" }
    : { ...common, identity: null, problem: "the client certificate names nobody of this fleet" };
}

/**
 * Node has the certificate as an `X509Certificate` too, but takes one that came with it out of OpenSSL's list each time it
 * is asked, and never frees that: memory that any caller could have us lose.
 * Source: X509Certificate::GetPeerCert() in src/crypto/crypto_x509.cc of Node 24.21
 */
function certificateOf(socket: TLSSocket): X509Certificate | undefined {
  const { raw } = socket.getPeerCertificate() as Partial<PeerCertificate>;
  return raw === undefined ? undefined : new X509Certificate(raw);
}

/** Keeps Node from asking in that way itself, about every caller that it has verified; who calls is judged by `callerOf`. */
export function keepFromAsking(socket: TLSSocket): void {
  Object.assign(socket, { _requestCert: false });
}

/** Has none of these authorities signed the certificate of the caller? Who shows none is not foreign. */
export function isForeign(caller: Caller, authorities: readonly X509Certificate[]): boolean {
  const certificate = caller.certificate();
  return certificate !== undefined && issuerOf(certificate, authorities) === undefined;
}

/** Extended key usage of TLS clients. Source: RFC 5280, 4.2.1.12 */
const CLIENT_AUTH = "1.3.6.1.5.5.7.3.2";

/** Why a certificate speaks for nobody; null when it does. That its time is over is judged with each call. */
function problemOf(
  certificate: X509Certificate,
  authorities: readonly X509Certificate[],
  nowMs: number,
): string | null {
  if (issuerOf(certificate, authorities) === undefined) return "no CA of this fleet has signed it";
  if (!certificate.keyUsage?.includes(CLIENT_AUTH)) return "it is not for clients";
  return Date.parse(certificate.validFrom) > nowMs ? "its time has not begun" : null;
}
