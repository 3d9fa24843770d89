import { createHash, randomBytes } from "node:crypto";
import { MAX_CHUNK_BYTES } from "@livetriage/proto-types";

const sha256 = (bytes: Uint8Array): Uint8Array => createHash("sha256").update(bytes).digest();

/** What all fake sensors deliver: bytes that look sealed, digested once. */
export interface PreparedPackage {
  readonly bytes: number;
  readonly sealedSha256: Uint8Array;
  readonly chunks: readonly { readonly offset: number; readonly sealed: Uint8Array; readonly sha256: Uint8Array }[];
}

export function preparePackage(bytes: number): PreparedPackage {
  const sealed = randomBytes(bytes);
  const offsets = Array.from({ length: Math.ceil(bytes / MAX_CHUNK_BYTES) }, (_, i) => i * MAX_CHUNK_BYTES);
  const chunks = offsets.map((offset) => {
    const piece = sealed.subarray(offset, offset + MAX_CHUNK_BYTES);
    return { offset, sealed: piece, sha256: sha256(piece) };
  });
  return { bytes, sealedSha256: sha256(sealed), chunks };
}
