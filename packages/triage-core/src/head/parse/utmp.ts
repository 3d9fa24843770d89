import { decodeLossless, type LosslessString } from "../../text/lossless.ts";
import { formatIpv4, formatIpv6 } from "./ip.ts";

/** One logged-in user as utmp has it. */
export interface UtmpSession {
  readonly pid: number;
  readonly line: LosslessString;
  readonly user: LosslessString;
  /** Host name as recorded, else the recorded address; null when both are empty. */
  readonly host: LosslessString | null;
  /** Nanoseconds since the epoch. */
  readonly time_ns: bigint;
}

/** Where a record's fields after ut_exit stand. 384: 32-bit times (x86-64, 32-bit, ppc64, s390x); 400: 64-bit times (aarch64, riscv64). */
const LAYOUTS = [
  { size: 384, seconds: 340, micros: 344, address: 348, wide: false },
  { size: 400, seconds: 344, micros: 352, address: 360, wide: true },
] as const;

type Layout = (typeof LAYOUTS)[number];

const USER_PROCESS = 7;
const MAX_TYPE = 9;

/**
 * The login sessions in a utmp file.
 *
 * Shape:  records of 384 or 400 bytes, told apart by the file's size and the record types.
 * Errors: `malformed` counts bytes that are not in a whole record of a known type.
 * Source: utmp(5), glibc bits/types/struct_utmp.h
 */
export function parseUtmp(
  bytes: Uint8Array,
  littleEndian = true,
): { readonly sessions: readonly UtmpSession[]; readonly malformed: number } {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const typeAt = (at: number): number => view.getInt16(at, littleEndian);
  const offsets = (layout: Layout): number[] => {
    const whole = Array.from({ length: Math.floor(bytes.length / layout.size) }, (_, i) => i * layout.size);
    return whole.filter((at) => typeAt(at) >= 0 && typeAt(at) <= MAX_TYPE);
  };
  const rated = LAYOUTS.map((layout) => ({ layout, known: offsets(layout) }));
  const [narrow, wide] = rated as [(typeof rated)[number], (typeof rated)[number]];
  const lost = ({ layout, known }: typeof narrow): number => bytes.length - known.length * layout.size;
  const best = lost(wide) < lost(narrow) ? wide : narrow;
  const sessions = best.known.filter((at) => typeAt(at) === USER_PROCESS);
  return {
    sessions: sessions.map((at) => toSession(bytes, view, at, best.layout, littleEndian)),
    malformed: lost(best),
  };
}

function toSession(bytes: Uint8Array, view: DataView, at: number, layout: Layout, littleEndian: boolean): UtmpSession {
  const text = (start: number, length: number): LosslessString => {
    const field = bytes.subarray(at + start, at + start + length);
    const end = field.indexOf(0);
    return decodeLossless(end < 0 ? field : field.subarray(0, end));
  };
  const time = (offset: number): bigint =>
    layout.wide ? view.getBigInt64(at + offset, littleEndian) : BigInt(view.getInt32(at + offset, littleEndian));
  return {
    pid: view.getInt32(at + 4, littleEndian),
    line: text(8, 32),
    user: text(44, 32),
    host: text(76, 256) || address(bytes.subarray(at + layout.address, at + layout.address + 16)),
    time_ns: time(layout.seconds) * 1_000_000_000n + time(layout.micros) * 1000n,
  };
}

/** ut_addr_v6: an IPv4 address stands in the first four bytes, the rest zero. */
function address(bytes: Uint8Array): string | null {
  if (bytes.every((byte) => byte === 0)) return null;
  return bytes.subarray(4).every((byte) => byte === 0) ? formatIpv4(bytes) : formatIpv6(bytes);
}
