/** What the auxiliary vector tells about the kernel's user interface. */
export interface Auxv {
  readonly page_size: number;
  /** Clock ticks per second. */
  readonly ticks_per_second: number;
  readonly little_endian: boolean;
}

const AT_PAGESZ = 6;
const AT_CLKTCK = 17;

/**
 * Page size and clock ticks from `/proc/[pid]/auxv` of any word size and byte order; null when neither reading makes
 * sense.
 *
 * Shape:  pairs of machine words (type, value), ended by type 0.
 * Source: proc_pid_auxv(5), getauxval(3)
 */
export function parseAuxv(bytes: Uint8Array): Auxv | null {
  for (const wordSize of [8, 4]) {
    for (const littleEndian of [true, false]) {
      const values = readPairs(bytes, wordSize, littleEndian);
      const pageSize = values.get(AT_PAGESZ) ?? 0;
      const ticks = values.get(AT_CLKTCK) ?? 0;
      const isPageSize = pageSize >= 1024 && pageSize <= 1_048_576 && Number.isInteger(Math.log2(pageSize));
      if (isPageSize && ticks >= 1 && ticks <= 10_000) {
        return { page_size: pageSize, ticks_per_second: ticks, little_endian: littleEndian };
      }
    }
  }
  return null;
}

function readPairs(bytes: Uint8Array, wordSize: number, littleEndian: boolean): Map<number, number> {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const word = (at: number): number =>
    wordSize === 8 ? Number(view.getBigUint64(at, littleEndian)) : view.getUint32(at, littleEndian);
  const values = new Map<number, number>();
  for (let at = 0; at + 2 * wordSize <= bytes.length; at += 2 * wordSize) {
    const type = word(at);
    if (type === 0) break;
    values.set(type, word(at + wordSize));
  }
  return values;
}
