import { createPrivateKey, X509Certificate } from "node:crypto";
import { equals, fromBinary } from "@bufbuild/protobuf";
import { type AuthorityChain, AuthorityChainSchema } from "@livetriage/proto-types";
import type { Collector } from "../collector.ts";
import { type AuthorityFiles, readAuthorityFiles } from "../storage/collector-directory.ts";
import { openAuthorities } from "./authorities.ts";

/** Follow the CAs of a Collector's directory when `rotate-ca` has changed them; true when it has. */
export async function reloadAuthorities(collector: Collector, dir: string): Promise<boolean> {
  const files = await readAuthorityFiles(dir);
  const chain = files.caChain && fromBinary(AuthorityChainSchema, files.caChain);
  if (chain === null || isKnown(chain, collector.authorities.chain) || !isDone(chain, files)) return false;
  collector.authorities = openAuthorities(files);
  await collector.audit.append("authorities", { chain: chain.certificates.length, believed: chain.believed });
  return true;
}

function isKnown(chain: AuthorityChain, known: AuthorityChain | null): boolean {
  return known !== null && equals(AuthorityChainSchema, chain, known);
}

/** The files are replaced one after the other: is the last one in its place? */
function isDone(
  { certificates, believed }: AuthorityChain,
  { caCertificate, caKey, formerCa }: AuthorityFiles,
): boolean {
  const { publicKey } = new X509Certificate(caCertificate);
  const newest = certificates.at(-1);
  if (newest === undefined || !new X509Certificate(newest).publicKey.equals(publicKey)) return false;
  return (
    new X509Certificate(caCertificate).checkPrivateKey(createPrivateKey(caKey)) && (formerCa !== null) === believed > 1
  );
}
