import { X509Certificate } from "node:crypto";
import type { Decoded } from "./decode.ts";
import type { AuthorityChain } from "./gen/triage/channel/v1/enrollment_pb.ts";

/** A fleet has had so many CAs at most. */
const MOST = 64;

/**
 * The certificates in a PEM text.
 *
 * Errors: throws where one of them is none, or there is none.
 */
export function readCertificates(pem: string): X509Certificate[] {
  const [first, ...others] = pem.match(/-----BEGIN CERTIFICATE-----[^-]*-----END CERTIFICATE-----/g) ?? [pem];
  return [first ?? "", ...others].map((text) => new X509Certificate(text));
}

/** What `issuerOf` found, for it takes as long as a signature. */
const issuers = new WeakMap<X509Certificate, X509Certificate>();

/** The CA among these that has issued a certificate. */
export function issuerOf(
  certificate: X509Certificate,
  authorities: readonly X509Certificate[],
): X509Certificate | undefined {
  const known = issuers.get(certificate);
  if (known !== undefined && authorities.includes(known)) return known;
  const issuer = authorities.find((ca) => certificate.checkIssued(ca) && certificate.verify(ca.publicKey));
  if (issuer !== undefined) issuers.set(certificate, issuer);
  return issuer;
}

/** Where a host stands on the way of its fleet's CAs. */
export interface Following {
  /** The CAs that it was given when it enrolled. */
  readonly pinned: readonly X509Certificate[];
  /** The chain that it follows so far. */
  readonly known: AuthorityChain | null;
}

/** The CAs that a chain says are to be believed, if each is vouched for by the one before it, from a pinned one on. */
export function followAuthorities(chain: AuthorityChain, { pinned, known }: Following): Decoded<X509Certificate[]> {
  const certificates = parse(chain);
  if (certificates === null) return { ok: false, problem: "the chain of CAs cannot be read" };
  const start = certificates.findIndex((ca) => pinned.some(({ publicKey }) => publicKey.equals(ca.publicKey)));
  if (start < 0) return { ok: false, problem: "the chain of CAs has none that this host enrolled with" };
  const broken = certificates.some((ca, at) => at > start && !vouches(certificates[at - 1] as X509Certificate, ca));
  if (broken) return { ok: false, problem: "a CA of the chain is not vouched for by the one before it" };
  if (known !== null && !goesOnFrom(chain, known)) {
    return { ok: false, problem: "the chain of CAs does not go on from the one that is followed" };
  }
  return { ok: true, value: certificates.slice(Math.max(start, firstBelieved(chain))) };
}

function parse({ certificates, believed }: AuthorityChain): X509Certificate[] | null {
  if (certificates.length > MOST || believed < 1 || believed > certificates.length) return null;
  try {
    return certificates.map((der) => new X509Certificate(der));
  } catch {
    return null;
  }
}

function vouches(before: X509Certificate, ca: X509Certificate): boolean {
  return ca.ca && ca.checkIssued(before) && ca.verify(before.publicKey);
}

/** It begins with all that is known, and nobody who was left is believed again. */
function goesOnFrom(chain: AuthorityChain, known: AuthorityChain): boolean {
  const same = known.certificates.every(
    (der, at) => Buffer.compare(der, chain.certificates[at] ?? Buffer.alloc(0)) === 0,
  );
  return same && firstBelieved(chain) >= firstBelieved(known);
}

function firstBelieved({ certificates, believed }: AuthorityChain): number {
  return certificates.length - believed;
}
