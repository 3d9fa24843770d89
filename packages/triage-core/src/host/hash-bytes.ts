import { createHash } from "node:crypto";
import type { FileBytes, FileHash, HashOptions } from "../contract/host-reader.ts";

/** The answer of `hash` where the content is at hand. */
export function hashBytes(
  { bytes, more }: FileBytes,
  { also, headBytes = 0 }: Pick<HashOptions, "also" | "headBytes">,
): FileHash {
  const digest = (algorithm: string): string => createHash(algorithm).update(bytes).digest("hex");
  const head = bytes.slice(0, headBytes);
  return {
    sha256: digest("sha256"),
    size: BigInt(bytes.length),
    more,
    ...(also === undefined ? {} : { also: digest(also) }),
    ...(head.length === 0 ? {} : { head }),
  };
}
