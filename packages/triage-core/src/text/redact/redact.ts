import type { LosslessString } from "../lossless.ts";
import { findSecrets, findSecretsOfArguments, type SecretSpan } from "./find-secrets.ts";

/**
 * What stands for a secret in a document: `[redacted:HASH:LENGTH]`, or the secret itself where redaction is off, unless
 * it is one that is `always` taken out: a private key, a password's hash.
 */
export type Redact = (secret: LosslessString, always?: boolean) => LosslessString;

/** Arguments without their secrets, and how many those were. */
export interface RedactedArgv {
  readonly argv: readonly LosslessString[];
  readonly redacted: number;
}

/** A text without its secrets, and how many those were. */
export interface RedactedText {
  readonly text: LosslessString;
  readonly redacted: number;
}

/** Take secrets out of arguments by rule: named options and assignments, options of known programs, and as in any text. */
export function redactArgv(argv: readonly LosslessString[], redact: Redact): RedactedArgv {
  const spans = findSecretsOfArguments(argv);
  if (spans.length === 0) return { argv, redacted: 0 };
  const clean = argv.map((text, i) => withoutSecrets(text, spans[i] ?? [], redact));
  return { argv: clean.map(({ text }) => text), redacted: clean.reduce((sum, one) => sum + one.redacted, 0) };
}

/**
 * Take secrets out of a text by the names of settings, the options of commands in it and the shapes of known tokens;
 * never because something looks random, for payloads do.
 */
export function redactText(text: LosslessString, redact: Redact): RedactedText {
  return withoutSecrets(text, findSecrets(text), redact);
}

function withoutSecrets(text: LosslessString, spans: readonly SecretSpan[], redact: Redact): RedactedText {
  let [clean, from, redacted] = ["", 0, 0];
  for (const { start, end, always } of spans) {
    const secret = text.slice(start, end);
    const shown = redact(secret, always);
    if (shown !== secret) redacted++;
    clean += text.slice(from, start) + shown;
    from = end;
  }
  return { text: clean + text.slice(from), redacted };
}
