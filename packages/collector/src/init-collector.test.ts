import { generateKeyPairSync, X509Certificate } from "node:crypto";
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { create, toBinary } from "@bufbuild/protobuf";
import {
  decodeTextFile,
  encodeTextFile,
  FleetFileSchema,
  identityOf,
  KeyPolicySchema,
  OperatorPublicFileSchema,
  PAYLOAD_TYPES,
  signDocument,
  spkiKey,
} from "@livetriage/proto-types";
import { systemClock } from "@livetriage/triage-core/host";
import { afterEach, beforeEach, expect, test } from "vitest";
import { newOperator } from "../test/new-operator.ts";
import { parseConfig } from "./config/parse-config.ts";
import { initCollector } from "./init-collector.ts";

const endpoints = ["127.0.0.1:8443", "collector.example:8443"];
let dir: string;

beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), "livetriage-init-"));
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

test("makes a directory that a Collector can start from, and the operator's fleet.json", async () => {
  const operator = newOperator({ fleetId: "alpha", name: "anna" });
  await initCollector({ dir, operatorPub: operator.publicFile, endpoints, clock: systemClock });

  expect(readdirSync(dir).sort()).toEqual([
    "audit.key",
    "audit.pub",
    "ca.crt",
    "ca.key",
    "collector.yaml",
    "operators",
    "policy.signed",
  ]);
  for (const name of ["ca.key", "audit.key"]) expect(statSync(join(dir, name)).mode & 0o777).toBe(0o600);
  const config = parseConfig(readFileSync(join(dir, "collector.yaml"), "utf8"));
  expect(config).toMatchObject({
    ok: true,
    config: { fleet: "alpha", listen: { host: "127.0.0.1", port: 8443 }, retention_days: 90 },
  });
  const fleet = decodeTextFile(FleetFileSchema, readFileSync(join(dir, "operators/anna.json"), "utf8"));
  if (!fleet.ok) throw new Error(fleet.problem);
  const certificate = new X509Certificate(fleet.value.certificatePem);
  expect(identityOf(certificate)).toEqual({ fleetId: "alpha", role: "operator", name: "anna", labels: [] });
  expect(certificate.verify(new X509Certificate(fleet.value.caPem).publicKey)).toBe(true);
  expect(certificate.checkPrivateKey(operator.tlsKey)).toBe(true);
  expect(fleet.value.endpoints).toEqual(endpoints);
  const auditKey = spkiKey(fleet.value.auditKey).export({ type: "spki", format: "pem" });
  expect(auditKey).toBe(readFileSync(join(dir, "audit.pub"), "utf8"));
});

test("writes over nothing", async () => {
  const { publicFile } = newOperator({});
  await initCollector({ dir, operatorPub: publicFile, endpoints, clock: systemClock });
  const before = readFileSync(join(dir, "ca.key"), "utf8");
  await expect(initCollector({ dir, operatorPub: publicFile, endpoints, clock: systemClock })).rejects.toThrow(
    "not empty",
  );
  expect(readFileSync(join(dir, "ca.key"), "utf8")).toBe(before);
});

const good = newOperator({});
const forged = signDocument(
  PAYLOAD_TYPES.keyPolicy,
  toBinary(KeyPolicySchema, create(KeyPolicySchema, good.policy)),
  generateKeyPairSync("ed25519").privateKey,
);
test.each([
  ["not JSON", "{", /^operator\.pub: /],
  [
    "a key missing",
    encodeTextFile(OperatorPublicFileSchema, { ...good.message, tlsKey: new Uint8Array() }),
    /tls_key is missing/,
  ],
  [
    "a key of another kind",
    encodeTextFile(OperatorPublicFileSchema, { ...good.message, tlsKey: good.message.signingKey }),
    /tls_key is not a P-256 key/,
  ],
  [
    "a policy that another key signed",
    encodeTextFile(OperatorPublicFileSchema, { ...good.message, keyPolicy: forged }),
    /not signed by the fleet's root key/,
  ],
  [
    "a name that is a path",
    encodeTextFile(OperatorPublicFileSchema, { ...good.message, name: "../anna" }),
    /^operator\.pub: name/,
  ],
])("refuses an operator.pub: %s", async (_, operatorPub, problem) => {
  await expect(initCollector({ dir, operatorPub, endpoints, clock: systemClock })).rejects.toThrow(problem);
  expect(readdirSync(dir)).toEqual([]);
});

test("refuses an endpoint without a port", async () => {
  const options = { dir, operatorPub: good.publicFile, endpoints: ["collector.example"], clock: systemClock };
  await expect(initCollector(options)).rejects.toThrow("not HOST:PORT: collector.example");
});
