import "reflect-metadata"; // which @peculiar/x509 must find loaded
import {
  createPrivateKey,
  generateKeyPairSync,
  type KeyObject,
  randomBytes,
  type webcrypto,
  X509Certificate,
} from "node:crypto";
import {
  AuthorityKeyIdentifierExtension,
  BasicConstraintsExtension,
  ExtendedKeyUsage,
  ExtendedKeyUsageExtension,
  type Extension,
  KeyUsageFlags,
  KeyUsagesExtension,
  SubjectAlternativeNameExtension,
  SubjectKeyIdentifierExtension,
  X509CertificateGenerator,
} from "@peculiar/x509";

const DAY_MS = 86_400_000;
/** Hosts whose clock is behind by less accept a new certificate. */
const CLOCK_SKEW_MS = DAY_MS;
const AUTHORITY_DAYS = 3650;
const P256 = { name: "ECDSA", namedCurve: "P-256", hash: "SHA-256" };

/** What a certificate is to say. */
export interface CertificateRequest {
  readonly commonName: string;
  /** P-256. */
  readonly publicKey: KeyObject;
  readonly names: readonly { readonly type: "url" | "dns" | "ip"; readonly value: string }[];
  readonly usage: "server" | "client";
  readonly nowMs: number;
  /** How long it holds. */
  readonly days: number;
}

/** The CA of one fleet. */
export interface Authority {
  readonly certificate: X509Certificate;
  issue(request: CertificateRequest): Promise<X509Certificate>;
}

/** A new CA: its certificate and its private key, both PEM. */
export async function createAuthority(fleetId: string, nowMs: number): Promise<{ certificate: string; key: string }> {
  const { privateKey, publicKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
  const certificate = await sign({
    subject: `CN=${fleetId}`,
    issuer: `CN=${fleetId}`,
    publicKey,
    signingKey: privateKey,
    nowMs,
    days: AUTHORITY_DAYS,
    extensions: authorityExtensions(),
  });
  return { certificate: certificate.toString(), key: privateKey.export({ type: "pkcs8", format: "pem" }).toString() };
}

/** The certificate with which a CA vouches for the one that follows it: the same name, the new key. */
export async function vouchFor(
  fleetId: string,
  former: { readonly certificate: string; readonly key: string },
  next: X509Certificate,
  nowMs: number,
): Promise<X509Certificate> {
  const authority = await AuthorityKeyIdentifierExtension.create(
    await publicCryptoKey(new X509Certificate(former.certificate).publicKey),
  );
  return sign({
    subject: `CN=${fleetId}`,
    issuer: `CN=${fleetId}`,
    publicKey: next.publicKey,
    signingKey: createPrivateKey(former.key),
    nowMs,
    days: AUTHORITY_DAYS,
    extensions: [...authorityExtensions(), authority],
  });
}

/** The CA of this certificate and private key, both PEM. */
export function openAuthority(certificatePem: string, keyPem: string): Authority {
  const certificate = new X509Certificate(certificatePem);
  const signingKey = createPrivateKey(keyPem);
  if (!certificate.checkPrivateKey(signingKey)) throw new Error("ca.key is not the key of ca.crt");
  return {
    certificate,
    async issue({ commonName, publicKey, names, usage, nowMs, days }) {
      const purpose = usage === "server" ? ExtendedKeyUsage.serverAuth : ExtendedKeyUsage.clientAuth;
      return sign({
        subject: `CN=${commonName}`,
        issuer: certificate.subject,
        publicKey,
        signingKey,
        nowMs,
        days,
        extensions: [
          new BasicConstraintsExtension(false, undefined, true),
          new KeyUsagesExtension(KeyUsageFlags.digitalSignature, true),
          new ExtendedKeyUsageExtension([purpose], true),
          new SubjectAlternativeNameExtension([...names]),
          await AuthorityKeyIdentifierExtension.create(await publicCryptoKey(certificate.publicKey)),
        ],
      });
    },
  };
}

function authorityExtensions(): Extension[] {
  return [
    new BasicConstraintsExtension(true, 0, true),
    new KeyUsagesExtension(KeyUsageFlags.keyCertSign | KeyUsageFlags.cRLSign, true),
  ];
}

interface Draft {
  readonly subject: string;
  readonly issuer: string;
  readonly publicKey: KeyObject;
  readonly signingKey: KeyObject;
  readonly nowMs: number;
  readonly days: number;
  readonly extensions: readonly Extension[];
}

async function sign(draft: Draft): Promise<X509Certificate> {
  const publicKey = await publicCryptoKey(draft.publicKey);
  const { rawData } = await X509CertificateGenerator.create({
    serialNumber: `01${randomBytes(15).toString("hex")}`, // positive, as RFC 5280 wants it
    subject: draft.subject,
    issuer: draft.issuer,
    notBefore: new Date(draft.nowMs - CLOCK_SKEW_MS),
    notAfter: new Date(draft.nowMs + draft.days * DAY_MS),
    signingAlgorithm: P256,
    publicKey,
    signingKey: draft.signingKey.toCryptoKey(P256, false, ["sign"]),
    extensions: [...draft.extensions, await SubjectKeyIdentifierExtension.create(publicKey)],
  });
  return new X509Certificate(Buffer.from(rawData));
}

async function publicCryptoKey(key: KeyObject): Promise<webcrypto.CryptoKey> {
  return key.toCryptoKey(P256, true, ["verify"]);
}
