/** Bytes that formats of /proc and /etc give a meaning to, and figures at their limits. */
const TOKENS = [
  ..."\n|\r\n|\0|\t| |:|=|,|;|\"|'|\\|\\\n|#|(|)|[|]|{|}|<|>|$(|`|*|%|/|..|-|+|~|@|!|&|0|-1|1e9|0x|ffffffff".split("|"),
  "2147483648|4294967296|9007199254740993|18446744073709551616|99999999999999999999".split("|"),
  "\xff|\xc3|\xe2\x80\xae|\xed\xb2\x80|\ufeff".split("|"),
]
  .flat()
  .map((token) => Buffer.from(token, "latin1"));

const LARGEST = 1024;
/** Once in so many inputs one piece is repeated until it fills this. */
const LARGE_EVERY = 4096;
const LARGE = 65_536;

/** Makes inputs without end, the same ones again from the same seeds and number. */
export function createMutator(seeds: readonly Uint8Array[], number: number): () => Buffer {
  const next = randomOf(number);
  const below = (limit: number): number => next() % Math.max(1, limit);
  const pick = <T>(list: readonly T[]): T => list[below(list.length)] as T;
  const noise = (): Buffer => Buffer.from(Array.from({ length: below(16) }, () => below(256)));
  const piece = (): Uint8Array => {
    const from = pick(seeds);
    const start = below(from.length);
    return from.subarray(start, start + below(64));
  };
  const change = (bytes: Buffer): Buffer => {
    const at = below(bytes.length + 1);
    const to = Math.min(bytes.length, at + below(32));
    const inserted = [() => pick(TOKENS), piece, noise, () => bytes.subarray(at, to)];
    const middle = below(5) === 4 ? Buffer.alloc(0) : pick(inserted)();
    return Buffer.concat([bytes.subarray(0, at), middle, bytes.subarray(below(2) === 0 ? at : to)]);
  };
  return () => {
    if (below(LARGE_EVERY) === 0) return repeated(Buffer.concat([pick(TOKENS), piece(), noise()]));
    let bytes: Buffer = below(16) === 0 ? noise() : Buffer.from(pick(seeds));
    for (let changes = 1 + below(6); changes > 0; changes--) bytes = change(bytes);
    return bytes.subarray(0, LARGEST);
  };
}

function repeated(bytes: Buffer): Buffer {
  return bytes.length === 0 ? bytes : Buffer.alloc(LARGE, bytes);
}

/** Source: xorshift32, G. Marsaglia, "Xorshift RNGs", 2003. */
function randomOf(number: number): () => number {
  let state = (number * 2_654_435_761 + 1) >>> 0 || 1;
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    state >>>= 0;
    return state;
  };
}
