import { X509Certificate } from "node:crypto";
import { create, fromBinary, toBinary } from "@bufbuild/protobuf";
import {
  AuthorityChainSchema,
  decodeTextFile,
  encodeTextFile,
  FleetFileSchema,
  identityOf,
  issuerOf,
  SensorStanding,
} from "@livetriage/proto-types";
import type { Clock } from "@livetriage/triage-core";
import { openAuthorities } from "./ca/authorities.ts";
import { createAuthority, openAuthority, vouchFor } from "./ca/authority.ts";
import { issueClientCertificate } from "./ca/certificates.ts";
import { nowMs } from "./clock.ts";
import { parseConfig } from "./config/parse-config.ts";
import { isArchived } from "./enrollment/is-archived.ts";
import {
  type CollectorFiles,
  FILES,
  type NewFile,
  readCollectorFiles,
  readOperatorFiles,
  replaceFiles,
} from "./storage/collector-directory.ts";
import { openSensors } from "./storage/open-sensors.ts";

export interface RotateOptions {
  /** A Collector's directory; one that is served takes the change by itself. */
  readonly dir: string;
  readonly clock: Clock;
}

/**
 * Begin to replace the CA: a new one signs from now on, the former one is believed until `dropFormerAuthority`.
 *
 * Errors: an Error of one sentence while an earlier one is still to be dropped.
 */
export async function rotateAuthority({ dir, clock }: RotateOptions): Promise<void> {
  const files = await readCollectorFiles(dir);
  if (files.formerCa !== null) throw new Error("the former CA is still believed; drop it first");
  const now = nowMs(clock);
  const fleetId = fleetOf(files);
  const former = { certificate: files.caCertificate, key: files.caKey };
  const next = await createAuthority(fleetId, now);
  const vouched = await vouchFor(fleetId, former, new X509Certificate(next.certificate), now);
  const before = files.caChain === null ? [derOf(former.certificate)] : certificatesOf(files.caChain);
  await replaceFiles(dir, [
    { path: FILES.formerKey, content: former.key, secret: true },
    { path: FILES.formerCertificate, content: former.certificate },
    { path: FILES.chain, content: encodeChain([...before, vouched.raw], 2) },
    { path: FILES.key, content: next.key, secret: true },
    { path: FILES.certificate, content: next.certificate },
    ...(await newOperatorFiles(dir, [former.certificate, next.certificate], next, now)),
  ]);
}

/**
 * End what `rotateAuthority` began: the former CA is believed no longer.
 *
 * Errors: an Error of one sentence where there is none, or sensors have certificates of it and `force` is not given.
 */
export async function dropFormerAuthority({ dir, clock, force }: RotateOptions & { force: boolean }): Promise<void> {
  const files = await readCollectorFiles(dir);
  if (files.formerCa === null || files.caChain === null) throw new Error("there is no former CA");
  const now = nowMs(clock);
  const left = force ? 0 : await countOfFormer(dir, files, now);
  if (left > 0) throw new Error(`${left} sensors have certificates of the former CA; they would have to enroll anew`);
  const current = { certificate: files.caCertificate, key: files.caKey };
  await replaceFiles(
    dir,
    [
      { path: FILES.chain, content: encodeChain(certificatesOf(files.caChain), 1) },
      ...(await newOperatorFiles(dir, [current.certificate], current, now)),
    ],
    [FILES.formerCertificate, FILES.formerKey],
  );
}

async function countOfFormer(dir: string, files: CollectorFiles, now: number): Promise<number> {
  const { issuing } = openAuthorities(files);
  let count = 0;
  for await (const sensor of openSensors(dir)) {
    if (sensor.standing === SensorStanding.REVOKED || isArchived(sensor, now)) continue;
    if (issuerOf(new X509Certificate(sensor.certificate), [issuing.certificate]) === undefined) count += 1;
  }
  return count;
}

/** Operators take theirs again: the CAs to believe, and a certificate of the newest for the key that they have. */
async function newOperatorFiles(
  dir: string,
  believed: readonly string[],
  newest: { readonly certificate: string; readonly key: string },
  now: number,
): Promise<NewFile[]> {
  const authority = openAuthority(newest.certificate, newest.key);
  const files: NewFile[] = [];
  for (const { path, text } of await readOperatorFiles(dir)) {
    const file = decodeTextFile(FleetFileSchema, text);
    const had = file.ok ? new X509Certificate(file.value.certificatePem) : null;
    const identity = had && identityOf(had);
    if (!file.ok || had === null || identity === null) continue;
    const certificatePem = (await issueClientCertificate(authority, identity, had.publicKey, now)).toString();
    const content = encodeTextFile(FleetFileSchema, { ...file.value, caPem: believed.join(""), certificatePem });
    files.push({ path, content });
  }
  return files;
}

function fleetOf({ configText }: CollectorFiles): string {
  const parsed = parseConfig(configText);
  if (!parsed.ok) throw new Error(parsed.problems.join("; "));
  return parsed.config.fleet;
}

const derOf = (pem: string): Uint8Array => new X509Certificate(pem).raw;

const certificatesOf = (chain: Uint8Array): Uint8Array[] => fromBinary(AuthorityChainSchema, chain).certificates;

function encodeChain(certificates: Uint8Array[], believed: number): Uint8Array {
  return toBinary(AuthorityChainSchema, create(AuthorityChainSchema, { certificates, believed }));
}
