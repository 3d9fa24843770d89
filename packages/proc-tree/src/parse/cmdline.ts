import { decodeLossless, type LosslessString } from "@livetriage/triage-core/text";

/** A trailing run of more empty arguments than this is the padding of a rewritten title. */
const MAX_TRAILING_EMPTY = 8;

/** The arguments of a process. */
export interface Cmdline {
  readonly argv: readonly LosslessString[];
  /** Empty arguments at the end that are not listed, because a process that rewrote its title left them. */
  readonly padding: number;
  /** Bytes that stand for `argv` and `padding`; less than what was given where the cut fell into a character. */
  readonly bytes: number;
}

/**
 * Split `/proc/[pid]/cmdline` into its arguments: exact boundaries, empty arguments kept.
 *
 * Shape:  arguments ended by NUL; a process that rewrote its title may have no NUL at the end. `cut` tells that bytes
 *         are missing at the end, so a character that the cut halved is left out.
 * Source: proc_pid_cmdline(5)
 */
export function parseCmdline(bytes: Uint8Array, cut: boolean): Cmdline {
  const end = cut ? wholeCharacters(bytes) : bytes.length;
  if (end === 0) return { argv: [], padding: 0, bytes: 0 };
  const text = decodeLossless(bytes, 0, bytes[end - 1] === 0 ? end - 1 : end);
  const argv = text.split("\0");
  let used = argv.length;
  while (used > 1 && argv[used - 1] === "") used--;
  const padding = argv.length - used;
  if (padding <= MAX_TRAILING_EMPTY) return { argv, padding: 0, bytes: end };
  return { argv: argv.slice(0, used), padding, bytes: end };
}

/** Length of the bytes without a UTF-8 sequence that has only begun at their end. */
function wholeCharacters(bytes: Uint8Array): number {
  for (let back = 1; back <= Math.min(3, bytes.length); back++) {
    const byte = bytes[bytes.length - back] as number;
    if (byte < 0x80) break;
    if (byte < 0xc0) continue;
    const length = byte < 0xe0 ? 2 : byte < 0xf0 ? 3 : 4;
    return length > back ? bytes.length - back : bytes.length;
  }
  return bytes.length;
}
