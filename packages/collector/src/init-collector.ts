import { generateKeyPairSync } from "node:crypto";
import { create, toBinary } from "@bufbuild/protobuf";
import { encodeTextFile, FleetFileSchema, SignedDocumentSchema } from "@livetriage/proto-types";
import type { Clock } from "@livetriage/triage-core";
import { createAuthority, openAuthority } from "./ca/authority.ts";
import { issueClientCertificate } from "./ca/certificates.ts";
import { nowMs } from "./clock.ts";
import { parseEndpoint } from "./config/endpoint.ts";
import { newConfig } from "./config/new-config.ts";
import { readOperator } from "./config/read-operator.ts";
import { createDirectory } from "./storage/collector-directory.ts";

export interface InitOptions {
  /** Must not exist, or be empty. */
  readonly dir: string;
  /** Text of the operator's `operator.pub`. */
  readonly operatorPub: string;
  /** `HOST:PORT` under which sensors and operators reach this Collector; the first one's port is listened on. */
  readonly endpoints: readonly string[];
  readonly clock: Clock;
}

/**
 * Make a Collector's directory: `collector.yaml`, the CA's and the audit log's keys, `policy.signed` and
 * `operators/NAME.json`.
 *
 * Errors: one sentence for the operator when something is there already or `operatorPub` is not what it should be.
 */
export async function initCollector(options: InitOptions): Promise<void> {
  const { dir, endpoints } = options;
  const wrong = endpoints.find((text) => parseEndpoint(text) === null);
  if (wrong !== undefined || endpoints.length === 0) throw new Error(`not HOST:PORT: ${wrong ?? "no endpoint"}`);
  const now = nowMs(options.clock);
  const operator = readOperator(options.operatorPub, now);
  const { fleetId, name, tlsKey, keyPolicy, rootKey } = operator;

  const ca = await createAuthority(fleetId, now);
  const authority = openAuthority(ca.certificate, ca.key);
  const identity = { fleetId, role: "operator", name, labels: [] } as const;
  const certificate = await issueClientCertificate(authority, identity, tlsKey, now);
  const audit = generateKeyPairSync("ed25519");
  const fleet = create(FleetFileSchema, {
    fleetId,
    endpoints: [...endpoints],
    caPem: ca.certificate,
    certificatePem: certificate.toString(),
    rootKey,
    keyPolicy,
    auditKey: audit.publicKey.export({ type: "spki", format: "der" }),
  });
  await createDirectory(dir, [
    { path: "ca.key", content: ca.key, secret: true },
    { path: "ca.crt", content: ca.certificate },
    { path: "audit.key", content: audit.privateKey.export({ type: "pkcs8", format: "pem" }), secret: true },
    { path: "audit.pub", content: audit.publicKey.export({ type: "spki", format: "pem" }) },
    { path: "policy.signed", content: toBinary(SignedDocumentSchema, keyPolicy) },
    { path: `operators/${name}.json`, content: encodeTextFile(FleetFileSchema, fleet) },
    { path: "collector.yaml", content: newConfig(fleetId, rootKey, endpoints) },
  ]);
}
