import type { FileType, FoundEntry } from "../contract/host-reader.ts";
import { decodeLossless } from "../text/lossless.ts";

/** What `find` prints for each file: path and link target first, then figures, each field ended by NUL. */
export const RECORD_FORMAT = "%p\\0%l\\0%y\\0%m\\0%U\\0%G\\0%n\\0%s\\0%b\\0%D\\0%i\\0%A@\\0%T@\\0%C@\\0";

const FIELDS = 14;
const TYPES: Readonly<Record<string, { readonly type: FileType; readonly bits: number }>> = {
  f: { type: "file", bits: 0o100000 },
  d: { type: "directory", bits: 0o040000 },
  l: { type: "symlink", bits: 0o120000 },
  p: { type: "fifo", bits: 0o010000 },
  s: { type: "socket", bits: 0o140000 },
  b: { type: "block", bits: 0o060000 },
  c: { type: "char", bits: 0o020000 },
};
const UNKNOWN = { type: "unknown", bits: 0 } as const;

/**
 * Cuts the output of `find` into entries, whatever the chunks are.
 *
 * Errors: a record with a figure that is none is counted in `malformed` and left out.
 * Units:  times are exact nanoseconds. `find` cannot print rdev and the time of birth; both come as 0.
 * Source: find(1), -printf
 */
export class FindRecords {
  /** Records left out so far. */
  malformed = 0;
  #rest: Buffer = Buffer.alloc(0);
  readonly #ends = new Int32Array(FIELDS);

  /** Every entry that is whole now. */
  push(chunk: Buffer): FoundEntry[] {
    const bytes = this.#rest.length === 0 ? chunk : Buffer.concat([this.#rest, chunk]);
    const entries: FoundEntry[] = [];
    let start = 0;
    let field = 0;
    for (let at = 0; at < bytes.length; at++) {
      if (bytes[at] !== 0) continue;
      this.#ends[field++] = at;
      if (field < FIELDS) continue;
      const entry = this.#entry(bytes, start);
      if (entry === null) this.malformed++;
      else entries.push(entry);
      start = at + 1;
      field = 0;
    }
    this.#rest = bytes.subarray(start);
    return entries;
  }

  #entry(bytes: Buffer, start: number): FoundEntry | null {
    const ends = this.#ends;
    const from = (field: number): number => (ends[field - 1] as number) + 1;
    const to = (field: number): number => ends[field] as number;
    const figure = (field: number): bigint => toBigInt(bytes, from(field), to(field));
    const small = (field: number): number => toNumber(bytes, from(field), to(field), 10);
    const { type, bits } = TYPES[String.fromCharCode(bytes[from(2)] as number)] ?? UNKNOWN;
    try {
      const stat = {
        type,
        mode: bits | toNumber(bytes, from(3), to(3), 8),
        uid: small(4),
        gid: small(5),
        nlink: small(6),
        size: figure(7),
        blocks: figure(8),
        dev: figure(9),
        ino: figure(10),
        rdev: 0n,
        atime_ns: toNs(bytes, from(11), to(11)),
        mtime_ns: toNs(bytes, from(12), to(12)),
        ctime_ns: toNs(bytes, from(13), to(13)),
        birthtime_ns: 0n,
      };
      const link = type === "symlink" ? decodeLossless(bytes.subarray(from(1), to(1))) : null;
      return { path: decodeLossless(bytes.subarray(start, to(0))), link, stat };
    } catch {
      return null;
    }
  }
}

const ZERO = 0x30;
const MINUS = 0x2d;
const DOT = 0x2e;
/** Figures of up to so many digits are exact as a number. */
const EXACT_DIGITS = 15;
/** After the dot of a time: nine digits and a 0. */
const FRACTION = 10;

/** Digits as a number, read in place: there are a dozen in every record. */
function toNumber(bytes: Buffer, from: number, to: number, base: 8 | 10): number {
  let value = 0;
  for (let at = from; at < to; at++) {
    const digit = (bytes[at] as number) - ZERO;
    if (digit < 0 || digit >= base) throw new SyntaxError("no digit");
    value = value * base + digit;
  }
  return value;
}

function toBigInt(bytes: Buffer, from: number, to: number): bigint {
  return to - from > EXACT_DIGITS ? BigInt(bytes.toString("latin1", from, to)) : BigInt(toNumber(bytes, from, to, 10));
}

/** `SECONDS.NNNNNNNNN0`: the fraction counts upwards from the whole seconds, before 1970 too. */
function toNs(bytes: Buffer, from: number, to: number): bigint {
  const dot = to - FRACTION - 1;
  if (bytes[dot] !== DOT) throw new SyntaxError("no fraction");
  const isNegative = bytes[from] === MINUS;
  const seconds = toBigInt(bytes, isNegative ? from + 1 : from, dot);
  const fraction = toNumber(bytes, dot + 1, to - 1, 10);
  return (isNegative ? -seconds : seconds) * 1_000_000_000n + BigInt(fraction);
}
