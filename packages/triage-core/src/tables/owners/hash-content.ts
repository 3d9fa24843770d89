import { createHash } from "node:crypto";
import type { HostError, HostReader } from "../../contract/host-reader.ts";
import type { LosslessString } from "../../text/lossless.ts";
import type { RecordedDigest } from "./package-database.ts";

const CHUNK_BYTES = 1_048_576;
/** Asked beyond the size that was seen, to notice a file that grew. */
const SPARE_BYTES = 1024;

/** Digests of one file's content, or why there are none. */
export type ContentHash =
  | { readonly ok: true; readonly sha256: string; readonly hex: string }
  | { readonly ok: false; readonly error: HostError };

/** A regular file and the size that its lstat gave. */
export interface SizedFile {
  readonly path: LosslessString;
  readonly size: number;
}

/** Read a file once, chunk by chunk, for its sha256 and for the digest that its package records. */
export async function hashContent(
  host: HostReader,
  { path, size }: SizedFile,
  algorithm: RecordedDigest["algorithm"] | null,
): Promise<ContentHash> {
  const sha256 = createHash("sha256");
  const recorded = algorithm === null || algorithm === "sha256" ? null : createHash(algorithm);
  const maxBytes = Math.min(CHUNK_BYTES, size + SPARE_BYTES);
  for (let offset = 0; ; offset += maxBytes) {
    const answer = await host.readFile(path, { offset, maxBytes });
    if (!answer.ok) return { ok: false, error: answer.error };
    sha256.update(answer.value.bytes);
    recorded?.update(answer.value.bytes);
    if (!answer.value.more || answer.value.bytes.length === 0) break;
  }
  const hex = sha256.digest("hex");
  return { ok: true, sha256: hex, hex: recorded?.digest("hex") ?? hex };
}
