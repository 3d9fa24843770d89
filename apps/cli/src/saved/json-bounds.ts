/** Deepest nesting; what we write has a dozen levels. */
const MOST_DEPTH = 64;

/** Longest line of a frame stream; a whole default package is shorter. */
const MOST_LINE_BYTES = 4_194_304;

const [QUOTE, BACKSLASH, NEWLINE, SQUARE, CURLY] = [0x22, 0x5c, 0x0a, 0x5b, 0x7b];
const [SQUARE_END, CURLY_END] = [0x5d, 0x7d];

/** Looks at JSON texts, one a line or one in all, as their bytes come; tells what must not be parsed. */
export interface JsonBounds {
  /** One sentence, or null when all is well so far. */
  problemOf(bytes: Uint8Array): string | null;
}

/** Bounds for text that anyone may have made; without `lines` its lines may be of any length. */
export function jsonBounds({ lines }: { readonly lines: boolean }): JsonBounds {
  const most = lines ? MOST_LINE_BYTES : Infinity;
  let depth = 0;
  let inString = false;
  let escaped = false;
  let line = 0;
  return {
    problemOf(bytes) {
      for (let place = 0; place < bytes.length; place++) {
        const byte = bytes[place];
        line = byte === NEWLINE ? 0 : line + 1;
        if (escaped) escaped = false;
        else if (byte === BACKSLASH) escaped = inString;
        else if (byte === QUOTE) inString = !inString;
        else if (!inString && (byte === SQUARE || byte === CURLY)) depth++;
        else if (!inString && (byte === SQUARE_END || byte === CURLY_END)) depth--;
        if (depth > MOST_DEPTH) return `nests deeper than ${MOST_DEPTH} levels`;
        if (line > most) return `has a line of more than ${most} bytes`;
      }
      return null;
    },
  };
}
