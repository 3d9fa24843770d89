import { join } from "node:path";
import { create } from "@bufbuild/protobuf";
import { encodeTextFile, type Manifest, ManifestFileSchema, type PackageHead, toHex } from "@livetriage/proto-types";
import { encodePackage } from "@livetriage/triage-core";
import { readOperatorFile } from "../../config/operator-file.ts";
import { EXIT, Exit } from "../../exit.ts";
import type { Io } from "../../io.ts";
import { fileSink, writeBeside } from "../../output/file-sink.ts";
import type { PartFile } from "../../output/part-file.ts";
import { readSaved } from "../../saved/saved-package.ts";
import { verifyProof } from "../../signed/verify-proof.ts";
import type { CollectorSession } from "../collector-session.ts";
import { download, type Wanted } from "./download.ts";
import { openSealed } from "./open-sealed.ts";

/** Where packages go, and whether each also becomes one JSON document. */
export interface Shelf {
  readonly directory: string;
  readonly json: boolean;
}

/** Brings one package here, verifies and unseals it; gives the path of what can be shown. */
export async function fetchPackage(
  { operator, keys, fleet }: CollectorSession,
  wanted: Wanted,
  { directory, json }: Shelf,
  io: Io,
): Promise<string> {
  const { head, sealed } = await download(operator, wanted, directory, io.interrupted);
  const proof = verifyProof(head, fleet);
  const problem = proof.ok ? mismatch(proof.manifest, head, wanted) : proof.problem;
  if (!proof.ok || problem !== null) {
    await sealed.remove();
    throw new Exit(EXIT.dataErr, `the package is not sound: ${problem}`);
  }
  const name = toHex(head.packageId);
  const { manifest, sensorCertificate, command, keyPolicy } = head;
  const file = create(ManifestFileSchema, {
    sensorCertificate,
    ...(manifest && { manifest }),
    ...(command && { command }),
    ...(keyPolicy && { keyPolicy }),
  });
  await writeFrames(sealed, proof.manifest, keys.identity, { directory, name: `${name}.ndjson` });
  await writeBeside(join(directory, `${name}.manifest.json`), encodeTextFile(ManifestFileSchema, file), true);
  const frames = join(directory, `${name}.ndjson`);
  if (!json) return frames;
  const { document } = readSaved(frames, await readOperatorFile(frames, io));
  const path = join(directory, `${name}.json`);
  await writeBeside(path, `${encodePackage(document)}\n`, true);
  return path;
}

function mismatch(manifest: Manifest, head: PackageHead, wanted: Wanted): string | null {
  if (toHex(manifest.packageId) !== toHex(head.packageId)) return "the manifest is that of another package";
  if (toHex(manifest.commandId) !== toHex(wanted.commandId)) return "it answers another command";
  return manifest.sensorId === wanted.sensorId ? null : `it is from the sensor ${manifest.sensorId}`;
}

/** The file appears when the last byte was verified, or not at all. The sealed bytes have served then, either way. */
async function writeFrames(
  sealed: PartFile,
  manifest: Manifest,
  identity: string,
  { directory, name }: { readonly directory: string; readonly name: string },
): Promise<void> {
  const sink = await fileSink(directory, true);
  try {
    for await (const plain of openSealed(sealed, manifest, identity)) await sink.write(plain);
  } catch (error) {
    await sink.discard();
    throw error;
  } finally {
    await sealed.remove();
  }
  await sink.commit(name);
}
