import { join } from "node:path";
import { create } from "@bufbuild/protobuf";
import { encodeTextFile, type Manifest, ManifestFileSchema, type PackageHead, toHex } from "@livetriage/proto-types";
import { encodePackage } from "@livetriage/triage-core";
import { MOST_BYTES, readOperatorFile } from "../../config/operator-file.ts";
import { EXIT, Exit } from "../../exit.ts";
import type { Io } from "../../io.ts";
import { fileSink, writeBeside } from "../../output/file-sink.ts";
import type { PartFile } from "../../output/part-file.ts";
import { readSaved } from "../../saved/saved-package.ts";
import { verifyProof } from "../../signed/verify-proof.ts";
import type { CollectorSession } from "../collector-session.ts";
import { download, type Wanted } from "./download.ts";
import { openPartial } from "./open-partial.ts";
import { openSealed } from "./open-sealed.ts";

/** Where packages go, and in which forms. */
export interface Shelf {
  readonly directory: string;
  /** Each also becomes one JSON document. */
  readonly json: boolean;
  /** What came of those that no sensor finished is wanted too. */
  readonly partial: boolean;
}

/** What was fetched: the path of what can be shown, and whether it is a package that a sensor signed. */
export interface Fetched {
  readonly path: string;
  readonly whole: boolean;
}

/** Brings one package here, verifies and unseals it. */
export async function fetchPackage(
  { operator, keys, fleet }: CollectorSession,
  wanted: Wanted,
  { directory, json, partial }: Shelf,
  io: Io,
): Promise<Fetched> {
  const { head, sealed } = await download(operator, wanted, directory, io.interrupted);
  const name = toHex(head.packageId);
  if (head.manifest === undefined && partial) {
    await writeFrames(sealed, openPartial(sealed, keys.identity, MOST_BYTES), {
      directory,
      name: `${name}.partial.ndjson`,
    });
    return { path: join(directory, `${name}.partial.ndjson`), whole: false };
  }
  const proof = verifyProof(head, fleet);
  const problem = proof.ok ? mismatch(proof.manifest, head, wanted) : proof.problem;
  if (!proof.ok || problem !== null) {
    await sealed.remove();
    throw new Exit(EXIT.dataErr, `the package is not sound: ${problem}`);
  }
  const { manifest, sensorCertificate, command, keyPolicy } = head;
  const file = create(ManifestFileSchema, {
    sensorCertificate,
    ...(manifest && { manifest }),
    ...(command && { command }),
    ...(keyPolicy && { keyPolicy }),
  });
  const plain = openSealed(sealed, proof.manifest, keys.identity);
  await writeFrames(sealed, plain, { directory, name: `${name}.ndjson` });
  await writeBeside(join(directory, `${name}.manifest.json`), encodeTextFile(ManifestFileSchema, file), true);
  const frames = join(directory, `${name}.ndjson`);
  if (!json) return { path: frames, whole: true };
  const { document } = readSaved(frames, await readOperatorFile(frames, io));
  const path = join(directory, `${name}.json`);
  await writeBeside(path, `${encodePackage(document)}\n`, true);
  return { path, whole: true };
}

function mismatch(manifest: Manifest, head: PackageHead, wanted: Wanted): string | null {
  if (toHex(manifest.packageId) !== toHex(head.packageId)) return "the manifest is that of another package";
  if (toHex(manifest.commandId) !== toHex(wanted.commandId)) return "it answers another command";
  return manifest.sensorId === wanted.sensorId ? null : `it is from the sensor ${manifest.sensorId}`;
}

/** The file appears when the last byte was read, or not at all. The sealed bytes have served then, either way. */
async function writeFrames(
  sealed: PartFile,
  frames: AsyncIterable<Uint8Array>,
  { directory, name }: { readonly directory: string; readonly name: string },
): Promise<void> {
  const sink = await fileSink(directory, true);
  try {
    for await (const plain of frames) await sink.write(plain);
  } catch (error) {
    await sink.discard();
    throw error;
  } finally {
    await sealed.remove();
  }
  await sink.commit(name);
}
