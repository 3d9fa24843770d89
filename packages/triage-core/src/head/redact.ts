import { createHmac } from "node:crypto";
import { encodeLossless } from "../text/lossless.ts";

/** A keyed hash of secrets: HMAC-SHA256 cut to 64 bits, in hex. Equal values stay equal under one key, nothing else shows. */
export function createRedact(key: Uint8Array): (value: string) => string {
  return (value) => createHmac("sha256", key).update(encodeLossless(value)).digest("hex").slice(0, 16);
}
