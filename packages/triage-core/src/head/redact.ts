import { createHmac } from "node:crypto";
import { encodeLossless } from "../text/lossless.ts";
import type { Redact } from "../text/redact/redact.ts";

/**
 * What stands for secrets in one document: HMAC-SHA256 cut to 64 bits, in hex, and the length in bytes. Equal values stay
 * equal under one key, nothing else shows. With redaction off only what is always taken out is replaced.
 */
export function createRedact(key: Uint8Array, redaction: "on" | "off" = "on"): Redact {
  return (secret, always = false) => {
    if (redaction === "off" && !always) return secret;
    const bytes = encodeLossless(secret);
    const hash = createHmac("sha256", key).update(bytes).digest("hex").slice(0, 16);
    return `[redacted:${hash}:${bytes.length}]`;
  };
}
