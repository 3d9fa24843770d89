import type { X509Certificate } from "node:crypto";
import { fromBinary } from "@bufbuild/protobuf";
import { type AuthorityChain, AuthorityChainSchema } from "@livetriage/proto-types";
import type { AuthorityFiles } from "../storage/collector-directory.ts";
import { type Authority, openAuthority } from "./authority.ts";

/** The CAs of a fleet: one, or two while the older gives way to the newer. */
export interface Authorities {
  /** Signs certificates of sensors and operators: the newest. */
  readonly issuing: Authority;
  /** Signs the Collector's own certificate: the older one, for who does not know the newer yet. */
  readonly serving: Authority;
  /** Those whose certificates hold. */
  readonly believed: readonly X509Certificate[];
  /** How sensors get from the CA that they enrolled with to the newest; null where there was one only. */
  readonly chain: AuthorityChain | null;
}

/** The CAs of a Collector's directory. */
export function openAuthorities(files: AuthorityFiles): Authorities {
  const issuing = openAuthority(files.caCertificate, files.caKey);
  const chain = files.caChain === null ? null : fromBinary(AuthorityChainSchema, files.caChain);
  if (files.formerCa === null) return { issuing, serving: issuing, believed: [issuing.certificate], chain };
  const former = openAuthority(files.formerCa.certificate, files.formerCa.key);
  return { issuing, serving: former, believed: [former.certificate, issuing.certificate], chain };
}
