import { createPublicKey } from "node:crypto";
import { join } from "node:path";
import { create, toBinary } from "@bufbuild/protobuf";
import {
  encodeTextFile,
  FleetFileSchema,
  type KeyPolicy,
  KeyPolicySchema,
  PAYLOAD_TYPES,
  type SignedDocument,
  signDocument,
} from "@livetriage/proto-types";
import { EXIT, Exit } from "../../exit.ts";
import { writeBeside } from "../../output/file-sink.ts";
import type { CollectorSession } from "../collector-session.ts";

/**
 * Signs a key policy with the root key, hands it in, and writes down what it means: `fleet.json` for this operator, and
 * `NAME.fleet.json` for each other one, whose paths it gives.
 *
 * Errors: one sentence when the operator's key is not the root key, or the Collector refuses.
 */
export async function replacePolicy(
  { keys, fleet, operator }: CollectorSession,
  policy: KeyPolicy,
  directory: string,
): Promise<string[]> {
  const own = createPublicKey(keys.signingKey).export({ type: "spki", format: "der" });
  if (!own.equals(fleet.rootKey)) {
    throw new Exit(
      EXIT.usage,
      "only the holder of the fleet's root key changes its key policy, and this key is not it",
    );
  }
  const keyPolicy = signDocument(PAYLOAD_TYPES.keyPolicy, toBinary(KeyPolicySchema, policy), keys.signingKey);
  const { certificates } = await operator.replaceKeyPolicy({ keyPolicy });
  const certificateOf = new Map(certificates.map(({ name, certificatePem }) => [name, certificatePem]));
  await writeFleet(
    join(directory, "fleet.json"),
    fleet,
    certificateOf.get(keys.name) ?? fleet.certificatePem,
    keyPolicy,
  );
  certificateOf.delete(keys.name);
  const others = [...certificateOf].map(([name, pem]): [string, string] => [
    join(directory, `${name}.fleet.json`),
    pem,
  ]);
  for (const [path, pem] of others) await writeFleet(path, fleet, pem, keyPolicy);
  return others.map(([path]) => path);
}

function writeFleet(
  path: string,
  { fleetId, endpoints, caPem, rootKey, auditKey }: CollectorSession["fleet"],
  certificatePem: string,
  keyPolicy: SignedDocument,
): Promise<void> {
  const file = { fleetId, endpoints: [...endpoints], caPem, rootKey, auditKey, certificatePem, keyPolicy };
  return writeBeside(path, encodeTextFile(FleetFileSchema, create(FleetFileSchema, file)), true);
}
