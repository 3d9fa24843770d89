import type { FileHash, HashAlgorithm, HostError, HostReader } from "../../contract/host-reader.ts";
import type { KnownFile } from "../../contract/tables.ts";
import { hashBytes } from "../../host/hash-bytes.ts";

/** Asked beyond the size that was seen, to notice a file that grew. */
const SPARE_BYTES = 1024;
const HEAD_BYTES = 512;

/** Digests of one file's content, or why there are none. */
export type ContentHash =
  | { readonly ok: true; readonly sha256: string; readonly hex: string; readonly head: Uint8Array }
  | { readonly ok: false; readonly error: HostError };

/**
 * The sha256 of a file, the digest that its package records, and its first bytes, by one reading.
 *
 * Errors: `VANISHED` when another file, or a link, is in its place; `EFBIG` when it has grown.
 */
export async function hashContent(
  host: HostReader,
  { path, stat: { dev, ino, size }, content }: KnownFile,
  algorithm: HashAlgorithm | null,
): Promise<ContentHash> {
  const wish = { headBytes: HEAD_BYTES, ...(algorithm === null ? {} : { also: algorithm }) };
  if (content !== undefined) return toContentHash(hashBytes({ bytes: content, more: false }, wish));
  const answer = await host.hash(path, { maxBytes: Number(size) + SPARE_BYTES, expect: { dev, ino }, ...wish });
  if (!answer.ok) return answer;
  if (answer.value.more) return { ok: false, error: { op: "read", path, errno: "EFBIG" } };
  return toContentHash(answer.value);
}

function toContentHash({ sha256, also, head = new Uint8Array() }: FileHash): ContentHash {
  return { ok: true, sha256, hex: also ?? sha256, head };
}
