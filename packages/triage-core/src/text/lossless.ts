/**
 * Bytes of the host as a string that loses nothing: valid UTF-8 decodes as usual, every byte that is not part of
 * valid UTF-8 becomes the lone surrogate U+DC00 + byte (U+DC80 … U+DCFF). Names and paths keep this form inside the
 * program; `toText` makes the form of the document.
 */
export type LosslessString = string;

const REPLACEMENT = "\uFFFD";
const LONE = /[\uDC80-\uDCFF]/;

/** Bytes to a lossless string; all of them, or those from `start` up to `end`. */
export function decodeLossless(bytes: Uint8Array, start = 0, end = bytes.length): LosslessString {
  const buffer = toBuffer(bytes);
  const text = buffer.toString("utf8", start, end);
  return text.includes(REPLACEMENT) ? decodeSlowly(buffer.subarray(start, end)) : text;
}

/** The same bytes, one character each. */
export function decodeLatin1(bytes: Uint8Array, start: number, end: number): string {
  return toBuffer(bytes).toString("latin1", start, end);
}

/** Thousands of small texts are cut out of the same buffers: no view is made where none is needed. */
function toBuffer(bytes: Uint8Array): Buffer {
  return bytes instanceof Buffer ? bytes : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

/** A lossless string back to its exact bytes. */
export function encodeLossless(text: LosslessString): Uint8Array {
  if (!hasInvalidBytes(text)) return Buffer.from(text, "utf8");
  const out: Uint8Array[] = [];
  let start = 0;
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    if (unit >= 0xd800 && unit <= 0xdbff) {
      i++; // the low half of a pair is not a lone byte
    } else if (unit >= 0xdc80 && unit <= 0xdcff) {
      out.push(Buffer.from(text.slice(start, i), "utf8"), Uint8Array.of(unit - 0xdc00));
      start = i + 1;
    }
  }
  out.push(Buffer.from(text.slice(start), "utf8"));
  return Buffer.concat(out);
}

/** Does the string hold bytes that are not UTF-8? */
export function hasInvalidBytes(text: LosslessString): boolean {
  if (!LONE.test(text)) return false;
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    if (unit >= 0xd800 && unit <= 0xdbff) i++;
    else if (unit >= 0xdc80 && unit <= 0xdcff) return true;
  }
  return false;
}

/** A string of the document, and its exact bytes where the string cannot say them. */
export interface Text {
  /** Valid Unicode. Bytes that were not UTF-8 stand as `\xNN`; only then is a real backslash doubled. */
  readonly text: string;
  /** The exact bytes, when `text` needed `\xNN`; else null. */
  readonly base64: string | null;
}

/** A lossless string in the document's form. */
export function toText(value: LosslessString): Text {
  if (!hasInvalidBytes(value)) return { text: value, base64: null };
  let text = "";
  for (let i = 0; i < value.length; i++) {
    const unit = value.charCodeAt(i);
    if (unit >= 0xd800 && unit <= 0xdbff) text += value.slice(i, ++i + 1);
    else if (unit >= 0xdc80 && unit <= 0xdcff) text += `\\x${(unit - 0xdc00).toString(16)}`;
    else text += unit === 0x5c ? "\\\\" : value[i];
  }
  return { text, base64: Buffer.from(encodeLossless(value)).toString("base64") };
}

/**
 * A field and, where needed, its `_base64` sibling, to be spread into an item:
 * `{ ...textField("path", p) }` gives `{ path }` or `{ path, path_base64 }`.
 */
export function textField<K extends string>(
  key: K,
  value: LosslessString,
): { [P in K]: string } & { [P in `${K}_base64`]?: string } {
  const { text, base64 } = toText(value);
  const field = base64 === null ? { [key]: text } : { [key]: text, [`${key}_base64`]: base64 };
  return field as { [P in K]: string } & { [P in `${K}_base64`]?: string };
}

/** A string of the host in the document's form; null where there is none. */
export function textOf(value: LosslessString | null | undefined): string | null {
  return value === null || value === undefined ? null : toText(value).text;
}

/** Puts the exact bytes of a value beside its text where that cannot say them: `comm_base64` beside `comm`. */
export function putBytes<K extends string>(
  row: { [P in `${K}_base64`]?: string | undefined },
  key: K,
  value: LosslessString | null | undefined,
): void {
  if (value === null || value === undefined || !hasInvalidBytes(value)) return;
  Object.assign(row, { [`${key}_base64`]: toText(value).base64 });
}

/** Decode sequence by sequence; whatever is not a whole, shortest, in-range UTF-8 sequence is kept byte by byte. */
function decodeSlowly(bytes: Buffer): LosslessString {
  const units = new Uint16Array(bytes.length);
  let length = 0;
  for (let at = 0; at < bytes.length; ) {
    const first = bytes[at] as number;
    const code = first < 0x80 ? first : codePointAt(bytes, at);
    if (code === null) {
      units[length++] = 0xdc00 + first;
      at++;
    } else if (code < 0x10000) {
      units[length++] = code;
      at += code < 0x80 ? 1 : code < 0x800 ? 2 : 3;
    } else {
      units[length++] = 0xd7c0 + (code >> 10);
      units[length++] = 0xdc00 + (code & 0x3ff);
      at += 4;
    }
  }
  return Buffer.from(units.buffer, 0, 2 * length).toString("utf16le");
}

/** The code point of the valid UTF-8 sequence of more than one byte at `at`, null when there is none. Source: RFC 3629 section 3 */
function codePointAt(bytes: Buffer, at: number): number | null {
  const first = bytes[at] as number;
  const length = first < 0xc2 || first > 0xf4 ? 0 : first < 0xe0 ? 2 : first < 0xf0 ? 3 : 4;
  let code = first & (0xff >> (length + 1));
  for (let k = 1; k < length; k++) {
    const next = bytes[at + k] ?? 0;
    if ((next & 0xc0) !== 0x80) return null;
    code = (code << 6) | (next & 0x3f);
  }
  const isLong = length === 2 || code >= (length === 3 ? 0x800 : 0x10000);
  const isSurrogate = code >= 0xd800 && code <= 0xdfff;
  return length === 0 || !isLong || isSurrogate || code > 0x10ffff ? null : code;
}
