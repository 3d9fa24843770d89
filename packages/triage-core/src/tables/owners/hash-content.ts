import type { HashAlgorithm, HostError, HostReader } from "../../contract/host-reader.ts";
import type { KnownFile } from "../../contract/tables.ts";

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
  { path, stat: { dev, ino, size } }: KnownFile,
  algorithm: HashAlgorithm | null,
): Promise<ContentHash> {
  const maxBytes = Number(size) + SPARE_BYTES;
  const also = algorithm === null ? {} : { also: algorithm };
  const answer = await host.hash(path, { maxBytes, headBytes: HEAD_BYTES, expect: { dev, ino }, ...also });
  if (!answer.ok) return answer;
  const { sha256, more, head = new Uint8Array() } = answer.value;
  if (more) return { ok: false, error: { op: "read", path, errno: "EFBIG" } };
  return { ok: true, sha256, hex: answer.value.also ?? sha256, head };
}
