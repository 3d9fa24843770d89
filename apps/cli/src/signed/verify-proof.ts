import { X509Certificate } from "node:crypto";
import {
  type Command,
  checkKeyPolicy,
  decodeCommand,
  ed25519Key,
  type Manifest,
  type ManifestFile,
  PAYLOAD_TYPES,
  readCertificates,
  signersOf,
  spkiKey,
  toHex,
  verifyManifest,
} from "@livetriage/proto-types";
import { PACKAGE_SCHEMA } from "@livetriage/triage-core";
import type { Fleet } from "../config/fleet-files.ts";

/** What a proof proves, or one sentence that says why it proves nothing. */
export type Proof =
  | { readonly ok: true; readonly manifest: Manifest; readonly command: Command }
  | { readonly ok: false; readonly problem: string };

/** Holds what came with a package against the fleet's CA and key policy: sensor, manifest, command. */
export function verifyProof(file: Omit<ManifestFile, "$typeName" | "$unknown">, fleet: Fleet): Proof {
  if (file.manifest === undefined) return failure("the sensor did not finish the package, it is not signed");
  const certificate = certificateOf(file.sensorCertificate);
  if (certificate === null) return failure("the sensor's certificate cannot be read");
  const authorities = readCertificates(fleet.caPem);
  const manifest = verifyManifest(file.manifest, { fleetId: fleet.fleetId, authorities, certificate });
  if (!manifest.ok) return manifest;
  if (manifest.value.schema !== PACKAGE_SCHEMA) {
    return failure(`the package has the schema ${manifest.value.schema}; this version reads ${PACKAGE_SCHEMA}`);
  }
  const command = verifyCommand(file, fleet);
  if (!command.ok) return command;
  return answers(manifest.value, command.command)
    ? { ok: true, manifest: manifest.value, command: command.command }
    : failure("the manifest is not for the command beside it");
}

/** The operator may have left the fleet since: what counts is the policy of that day, by the root key. */
function verifyCommand({ command: document, keyPolicy }: Pick<ManifestFile, "command" | "keyPolicy">, fleet: Fleet) {
  const { fleetId, rootKey } = fleet;
  const root = spkiKey(rootKey);
  if (keyPolicy === undefined) return failure("the key policy is missing");
  const policy = checkKeyPolicy(keyPolicy, { rootKey: root, fleetId, version: 0n, nowMs: 0 });
  if (!policy.ok) return policy;
  if (document?.payloadType !== PAYLOAD_TYPES.command) return failure("the command is missing");
  const keys = policy.value.operators.flatMap(({ publicKey }) => ed25519Key(publicKey) ?? []);
  if (signersOf(document, keys).length === 0) return failure("no operator of the key policy has signed the command");
  const command = decodeCommand(document.payload);
  if (!command.ok) return failure(`the command cannot be read: ${command.problem}`);
  if (command.value.fleetId !== fleetId) return failure(`the command is for the fleet ${command.value.fleetId}`);
  return { ok: true as const, command: command.value };
}

function answers({ commandId, sensorId }: Manifest, { commandId: asked, targets }: Command): boolean {
  if (toHex(commandId) !== toHex(asked)) return false;
  return targets !== undefined && (targets.labels.length > 0 || targets.sensorIds.includes(sensorId));
}

function certificateOf(der: Uint8Array): X509Certificate | null {
  try {
    return new X509Certificate(der);
  } catch {
    return null;
  }
}

function failure(problem: string): { readonly ok: false; readonly problem: string } {
  return { ok: false, problem };
}
