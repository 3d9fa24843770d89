/** Deepest nesting; what we write has a dozen levels. */
const MOST_DEPTH = 64;

/** Longest line of a frame stream; a whole default package is shorter. */
const MOST_LINE_BYTES = 4_194_304;

const code = (char: string): number => char.charCodeAt(0);
const QUOTE = code('"');
const BACKSLASH = code("\\");
const NEWLINE = code("\n");

/** What the next byte of a JSON text is read by. */
interface Place {
  depth: number;
  inString: boolean;
  escaped: boolean;
  /** Bytes of this line so far. */
  line: number;
}

/** Looks at JSON texts, one a line or one in all, as their bytes come; tells what must not be parsed. */
export interface JsonBounds {
  /** One sentence, or null when all is well so far. */
  problemOf(bytes: Uint8Array): string | null;
}

/** Bounds for text that anyone may have made; without `lines` its lines may be of any length. */
export function jsonBounds({ lines }: { readonly lines: boolean }): JsonBounds {
  const place: Place = { depth: 0, inString: false, escaped: false, line: 0 };
  const most = lines ? MOST_LINE_BYTES : Infinity;
  return {
    problemOf(bytes) {
      for (const byte of bytes) {
        step(place, byte);
        if (place.depth > MOST_DEPTH) return `nests deeper than ${MOST_DEPTH} levels`;
        if (place.line > most) return `has a line of more than ${most} bytes`;
      }
      return null;
    },
  };
}

function step(place: Place, byte: number): void {
  place.line = byte === NEWLINE ? 0 : place.line + 1;
  if (place.escaped) place.escaped = false;
  else if (place.inString && byte === BACKSLASH) place.escaped = true;
  else if (byte === QUOTE) place.inString = !place.inString;
  else if (!place.inString && (byte === code("[") || byte === code("{"))) place.depth++;
  else if (!place.inString && (byte === code("]") || byte === code("}"))) place.depth--;
}
