import { decodeLatin1 } from "@livetriage/triage-core/text";

const ZERO = 0x30;
const NINE = 0x39;

/** The unsigned decimal number that starts at `at` after blanks; null when there is none before the line ends. */
export function numberAt(bytes: Uint8Array, at: number): number | null {
  let i = skipBlanks(bytes, at);
  const start = i;
  let value = 0;
  for (let byte = bytes[i]; byte !== undefined && byte >= ZERO && byte <= NINE; byte = bytes[++i]) {
    value = value * 10 + byte - ZERO;
  }
  return i === start ? null : value;
}

/** Every unsigned decimal number from `at` to the end of the line. */
export function numbersAt(bytes: Uint8Array, at: number): number[] {
  const numbers: number[] = [];
  let i = skipBlanks(bytes, at);
  for (let value = numberAt(bytes, i); value !== null; value = numberAt(bytes, i)) {
    numbers.push(value);
    i = skipBlanks(bytes, skipWord(bytes, i));
  }
  return numbers.slice(); // lists grow in steps, and those of thousands of processes are kept
}

/** The word that starts at `at` after blanks, ended by a blank or the end of the line. */
export function wordAt(bytes: Uint8Array, at: number): string {
  const start = skipBlanks(bytes, at);
  return decodeLatin1(bytes, start, skipWord(bytes, start));
}

function skipBlanks(bytes: Uint8Array, at: number): number {
  let i = at;
  while (bytes[i] === 0x20 || bytes[i] === 0x09) i++;
  return i;
}

function skipWord(bytes: Uint8Array, at: number): number {
  let i = at;
  while (i < bytes.length && (bytes[i] as number) > 0x20) i++;
  return i;
}
