import { type Redact, redactArgv, redactText } from "@livetriage/triage-core/text";

/** Takes secrets out of recorded text: lists of arguments and settings by their NUL bytes, all else as plain text. */
export function redactRecording(redact: Redact): (text: string) => string {
  return (text) =>
    text.includes("\0") ? redactArgv(text.split("\0"), redact).argv.join("\0") : redactText(text, redact).text;
}
