import type { TriageError } from "../schema/error.ts";
import { type LosslessString, toText } from "../text/lossless.ts";

/** Encoded bytes of one string of the head. */
const STRING_BYTES = 256;

/** What is missing from the head, and why. */
export interface Gaps {
  readonly errors: TriageError[];
  /** A source was not taken in whole. */
  cut(source: string, message: string): void;
  /** How much of a source was not understood. */
  malformed(source: string, count: number, unit?: string): void;
  /** A string in the document's form, at most so many encoded bytes long; a cut is kept in `errors`. */
  brief(value: LosslessString, source: string, maxBytes?: number): string;
}

/** An empty list of gaps. */
export function createGaps(): Gaps {
  const errors: TriageError[] = [];
  const cut: Gaps["cut"] = (source, message) => {
    errors.push({ kind: "skipped", why: "budget", scope: "field", source, message });
  };
  return {
    errors,
    cut,
    malformed: (source, count, unit = "lines") => {
      if (count > 0)
        errors.push({ kind: "malformed", scope: "field", source, message: `${count} ${unit} not understood.` });
    },
    brief: (value, source, maxBytes = STRING_BYTES) => {
      const { text } = toText(value);
      const kept = fitText(text, maxBytes);
      if (kept.length < text.length) cut(source, `Text cut to ${maxBytes} bytes.`);
      return kept;
    },
  };
}

/** The longest start of a text that takes at most so many bytes as JSON. */
function fitText(text: string, maxBytes: number): string {
  let bytes = 0;
  let end = 0;
  for (const character of text) {
    bytes += Buffer.byteLength(JSON.stringify(character)) - 2;
    if (bytes > maxBytes) return text.slice(0, end);
    end += character.length;
  }
  return text;
}
