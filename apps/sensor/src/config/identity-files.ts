import { createPrivateKey, type KeyObject, X509Certificate } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fromBinary, toBinary } from "@bufbuild/protobuf";
import {
  type AuthorityChain,
  AuthorityChainSchema,
  decodeSignedDocument,
  followAuthorities,
  type Identity,
  identityOf,
  issuerOf,
  readCertificates,
  type SignedDocument,
  SignedDocumentSchema,
} from "@livetriage/proto-types";
import { EXIT, Exit, reasonOf } from "../exit.ts";
import { writeDurably } from "./durable-file.ts";
import type { Trust } from "./trust.ts";

/** Key and certificate, as TLS takes them. */
export interface KeyPair {
  readonly key: KeyObject;
  readonly certificate: X509Certificate;
}

const KEY_PAIR = "sensor.pem";
const CERTIFICATE = "sensor.crt";
const POLICY = "policy.signed";
const AUTHORITIES = "authorities.bin";

/** The sensor's key with its certificate, in one file so that a renewal cannot part them. Only the network side reads it. */
export function readKeyPair(stateDir: string): KeyPair {
  const path = join(stateDir, KEY_PAIR);
  try {
    const pem = readFileSync(path, "utf8");
    return { key: createPrivateKey(pem), certificate: new X509Certificate(pem) };
  } catch (error) {
    throw new Exit(EXIT.config, `${path} cannot be read (${reasonOf(error)})`);
  }
}

/** The key is the host's own: mode 0600. The certificate stands beside it once more, for the collecting side. */
export async function writeKeyPair(stateDir: string, { key, certificate }: KeyPair): Promise<void> {
  const secret = key.export({ type: "pkcs8", format: "pem" }) as string;
  await writeDurably(join(stateDir, KEY_PAIR), `${secret}${certificate.toString()}`, 0o600);
  await writeDurably(join(stateDir, CERTIFICATE), certificate.toString(), 0o644);
}

/** The certificate as the collecting side finds it. */
export function readCertificate(stateDir: string): X509Certificate {
  return new X509Certificate(readFileSync(join(stateDir, CERTIFICATE), "utf8"));
}

/** Whom the fleet's CA says that this sensor is: the one that enrolled, under whatever certificate it has now. */
export function readIdentity(stateDir: string, trust: Trust): Identity {
  const certificate = readCertificate(stateDir);
  const { believed } = readAuthorities(stateDir, trust);
  const identity = issuerOf(certificate, believed) === undefined ? null : identityOf(certificate);
  const isOurs = identity?.role === "sensor" && identity.fleetId === trust.fleetId && identity.name === trust.sensorId;
  if (identity === null || !isOurs) throw new Exit(EXIT.config, `the certificate in ${stateDir} is not this sensor's`);
  return identity;
}

/** The CAs of the fleet as this host follows them. */
export interface Authorities {
  readonly believed: readonly X509Certificate[];
  /** What the Collector told last; null while there is only what the host enrolled with. */
  readonly chain: AuthorityChain | null;
}

/** The CAs that are believed, each vouched for from those that the host enrolled with: what is kept is checked anew. */
export function readAuthorities(stateDir: string, trust: Trust): Authorities {
  const path = join(stateDir, AUTHORITIES);
  const pinned = readCertificates(trust.caPem);
  if (!existsSync(path)) return { believed: pinned, chain: null };
  const chain = fromBinary(AuthorityChainSchema, readFileSync(path));
  const followed = followAuthorities(chain, { pinned, known: null });
  if (!followed.ok) throw new Exit(EXIT.config, `${path}: ${followed.problem}`);
  return { believed: followed.value, chain };
}

export function writeAuthorities(stateDir: string, chain: AuthorityChain): Promise<void> {
  return writeDurably(join(stateDir, AUTHORITIES), toBinary(AuthorityChainSchema, chain), 0o644);
}

/** The signed key policy that this sensor follows, not verified here. */
export function readPolicy(stateDir: string): SignedDocument {
  const decoded = decodeSignedDocument(readFileSync(join(stateDir, POLICY)));
  if (!decoded.ok) throw new Exit(EXIT.config, `the key policy in ${stateDir} cannot be read: ${decoded.problem}`);
  return decoded.value;
}

export function writePolicy(stateDir: string, policy: SignedDocument): Promise<void> {
  return writeDurably(join(stateDir, POLICY), toBinary(SignedDocumentSchema, policy), 0o644);
}

/** The files of a sensor's identity. */
export function identityPaths(stateDir: string): string[] {
  return [KEY_PAIR, CERTIFICATE, POLICY, AUTHORITIES].map((name) => join(stateDir, name)).filter(existsSync);
}

/** Has this host enrolled? */
export function hasIdentity(stateDir: string): boolean {
  return existsSync(join(stateDir, KEY_PAIR));
}
