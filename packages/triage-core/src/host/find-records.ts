import type { FileType, FoundEntry } from "../contract/host-reader.ts";
import { decodeLatin1, decodeLossless, type LosslessString } from "../text/lossless.ts";

/** What `find` prints for each file: figures, and last the path, which alone may hold anything but NUL. */
export const RECORD_FORMAT = "%y %m %U %T@ %C@ %p\\0";

const TYPES = new Map<number, { readonly type: FileType; readonly bits: number }>(
  Object.entries({
    f: { type: "file", bits: 0o100000 },
    d: { type: "directory", bits: 0o040000 },
    l: { type: "symlink", bits: 0o120000 },
    p: { type: "fifo", bits: 0o010000 },
    s: { type: "socket", bits: 0o140000 },
    b: { type: "block", bits: 0o060000 },
    c: { type: "char", bits: 0o020000 },
  } as const).map(([letter, type]) => [letter.charCodeAt(0), type]),
);
const UNKNOWN = { type: "unknown", bits: 0 } as const;

const NUL = 0;
const SPACE = 0x20;
const MINUS = 0x2d;
const DOT = 0x2e;
const ZERO = 0x30;
/** Digits after the dot of a time: nine and a 0. */
const FRACTION = 10;

/**
 * Cuts the output of `find` into entries, whatever the chunks are, reading the figures in place.
 *
 * Errors: a record with a figure that is none is counted in `malformed` and left out.
 * Units:  times are exact; seconds beyond 2^53 are rounded.
 * Source: find(1), -printf
 */
export class FindRecords {
  /** Records left out so far. */
  malformed = 0;
  #bytes: Buffer = Buffer.alloc(0);
  #at = 0;

  /** Every entry that is whole now. */
  push(chunk: Buffer): FoundEntry[] {
    const rest = this.#bytes.subarray(this.#at);
    this.#bytes = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
    this.#at = 0;
    const whole = this.#bytes.lastIndexOf(NUL) + 1;
    const entries: FoundEntry[] = [];
    while (this.#at < whole) {
      const from = this.#at;
      const entry = this.#entry();
      if (entry !== null) entries.push(entry);
      else {
        this.malformed++;
        this.#at = this.#bytes.indexOf(NUL, from) + 1;
      }
    }
    return entries;
  }

  #entry(): FoundEntry | null {
    const { type, bits } = TYPES.get(this.#bytes[this.#at] as number) ?? UNKNOWN;
    if (this.#bytes[this.#at] !== NUL) this.#at++;
    this.#skip(SPACE);
    const mode = bits | this.#number(8);
    this.#skip(SPACE);
    const uid = this.#number(10);
    this.#skip(SPACE);
    const mtime_s = this.#seconds();
    const mtime_n = this.#fraction();
    this.#skip(SPACE);
    const ctime_s = this.#seconds();
    const ctime_n = this.#fraction();
    this.#skip(SPACE);
    const path = this.#path();
    return path === "" ? null : { path, stat: { type, mode, uid, mtime_s, mtime_n, ctime_s, ctime_n } };
  }

  /** What is left of the record: nearly all names are ASCII, which is read fastest. */
  #path(): LosslessString {
    const bytes = this.#bytes;
    const from = this.#at;
    let end = from;
    let bits = 0;
    for (let byte = bytes[end] ?? NUL; byte !== NUL; byte = bytes[++end] as number) bits |= byte;
    this.#at = end + 1;
    return bits < 0x80 ? decodeLatin1(bytes, from, end) : decodeLossless(bytes, from, end);
  }

  /** Past a byte; past the record when it is another one. */
  #skip(byte: number): void {
    this.#at = this.#bytes[this.#at] === byte ? this.#at + 1 : Number.POSITIVE_INFINITY;
  }

  /** The digits here as a number. */
  #number(base: 8 | 10): number {
    const bytes = this.#bytes;
    let at = this.#at;
    let value = 0;
    for (let digit = toDigit(bytes[at]); digit >= 0 && digit < base; digit = toDigit(bytes[++at]))
      value = value * base + digit;
    this.#at = at;
    return value;
  }

  #seconds(): number {
    const isNegative = this.#bytes[this.#at] === MINUS;
    if (isNegative) this.#at++;
    const seconds = this.#number(10);
    return isNegative ? -seconds : seconds;
  }

  /** `.NNNNNNNNN0`, counted upwards from the whole seconds, before 1970 too. */
  #fraction(): number {
    this.#skip(DOT);
    const end = this.#at + FRACTION;
    const fraction = Math.floor(this.#number(10) / 10);
    if (this.#at !== end) this.#at = Number.POSITIVE_INFINITY;
    return fraction;
  }
}

function toDigit(byte: number | undefined): number {
  return (byte as number) - ZERO;
}
