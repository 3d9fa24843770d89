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
    const end = (field: number): number => ends[field] as number;
    const text = (field: number): string => bytes.toString("latin1", end(field - 1) + 1, end(field));
    const { type, bits } = TYPES[text(2)] ?? UNKNOWN;
    try {
      const stat = {
        type,
        mode: bits | Number.parseInt(text(3), 8),
        uid: Number(text(4)),
        gid: Number(text(5)),
        nlink: Number(text(6)),
        size: BigInt(text(7)),
        blocks: BigInt(text(8)),
        dev: BigInt(text(9)),
        ino: BigInt(text(10)),
        rdev: 0n,
        atime_ns: toNs(text(11)),
        mtime_ns: toNs(text(12)),
        ctime_ns: toNs(text(13)),
        birthtime_ns: 0n,
      };
      const link = type === "symlink" ? decodeLossless(bytes.subarray(end(0) + 1, end(1))) : null;
      return { path: decodeLossless(bytes.subarray(start, end(0))), link, stat };
    } catch {
      return null;
    }
  }
}

/** `SECONDS.NNNNNNNNN0`: the fraction counts upwards from the whole seconds, before 1970 too. */
function toNs(text: string): bigint {
  const dot = text.indexOf(".");
  return BigInt(text.slice(0, dot)) * 1_000_000_000n + BigInt(text.slice(dot + 1, dot + 10));
}
