import { createHmac } from "node:crypto";
import { redactArgv, redactText } from "@livetriage/triage-core/text";

/** Takes secrets out of recorded text: lists of arguments and settings by their NUL bytes, all else as plain text. */
export function redactRecording(key: Uint8Array): (text: string) => string {
  const hash = (secret: string): string => createHmac("sha256", key).update(secret).digest("hex").slice(0, 16);
  return (text) => (text.includes("\0") ? redactArgv(text.split("\0"), hash).argv.join("\0") : redactText(text, hash));
}
