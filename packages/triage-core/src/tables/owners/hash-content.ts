import { createHash } from "node:crypto";
import type { HostError, HostReader } from "../../contract/host-reader.ts";
import type { KnownFile } from "../../contract/tables.ts";
import type { RecordedDigest } from "./package-database.ts";

const CHUNK_BYTES = 1_048_576;
/** Asked beyond the size that was seen, to notice a file that grew. */
const SPARE_BYTES = 1024;

const HEAD_BYTES = 512;

/** Digests of one file's content, or why there are none. */
export type ContentHash =
  | { readonly ok: true; readonly sha256: string; readonly hex: string; readonly head: Uint8Array }
  | { readonly ok: false; readonly error: HostError };

/**
 * Read a file once, chunk by chunk, for its sha256 and for the digest that its package records.
 *
 * Errors: `VANISHED` when another file, or a link, is in its place; `EFBIG` when it has grown.
 */
export async function hashContent(
  host: HostReader,
  { path, stat }: KnownFile,
  algorithm: RecordedDigest["algorithm"] | null,
): Promise<ContentHash> {
  const sha256 = createHash("sha256");
  const recorded = algorithm === null || algorithm === "sha256" ? null : createHash(algorithm);
  const most = Number(stat.size) + SPARE_BYTES;
  const { dev, ino } = stat;
  let head: Uint8Array = new Uint8Array();
  for (let offset = 0; ; offset += CHUNK_BYTES) {
    const maxBytes = Math.min(CHUNK_BYTES, most - offset);
    if (maxBytes <= 0) return { ok: false, error: { op: "read", path, errno: "EFBIG" } };
    const answer = await host.readFile(path, { offset, maxBytes, expect: { dev, ino } });
    if (!answer.ok) return { ok: false, error: answer.error };
    const { bytes, more } = answer.value;
    if (offset === 0) head = bytes.slice(0, HEAD_BYTES);
    sha256.update(bytes);
    recorded?.update(bytes);
    if (!more || bytes.length === 0) break;
  }
  const hex = sha256.digest("hex");
  return { ok: true, sha256: hex, hex: recorded?.digest("hex") ?? hex, head };
}
