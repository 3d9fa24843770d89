import type { Scope } from "../item/words.ts";
import type { HexAddress } from "./net-tcp.ts";

const MAPPED = "00000000000000000000FFFF";

/** Is it an IPv4 address in its IPv6 form, `::ffff:192.0.2.1`? */
export function isV4Mapped(address: HexAddress): boolean {
  return address.length === 32 && address.startsWith(MAPPED);
}

/** The address as people write it. Shape: `192.0.2.1`, `2001:db8::1`, `::ffff:192.0.2.1`. Source: RFC 5952 */
export function formatAddress(address: HexAddress): string {
  if (address.length === 8) return dotted(address);
  if (isV4Mapped(address)) return `::ffff:${dotted(address.slice(MAPPED.length))}`;
  const groups = Array.from({ length: 8 }, (_, i) => Number.parseInt(address.slice(i * 4, i * 4 + 4), 16).toString(16));
  const { start, length } = longestZeros(groups);
  if (length < 2) return groups.join(":");
  return `${groups.slice(0, start).join(":")}::${groups.slice(start + length).join(":")}`;
}

/**
 * Scope of an address; a v4-mapped one has that of its IPv4 address.
 *
 * Shape:  private: 10/8, 172.16/12, 192.168/16, 100.64/10 (shared by carriers), fc00::/7; multicast also the broadcast 255.255.255.255.
 * Source: RFC 1918, 3927, 4193, 4291, 6598
 */
export function scopeOf(address: HexAddress): Scope {
  if (address.length === 8) return scopeOfV4(Number.parseInt(address, 16));
  if (isV4Mapped(address)) return scopeOfV4(Number.parseInt(address.slice(MAPPED.length), 16));
  if (/^0{32}$/.test(address)) return "unspecified";
  if (/^0{31}1$/.test(address)) return "loopback";
  if (address.startsWith("FF")) return "multicast";
  if (/^FE[89AB]/.test(address)) return "link_local";
  return /^F[CD]/.test(address) ? "private" : "public";
}

/** The network that stands for an address where rows are counted together: its /24, or its /48 for IPv6. */
export function networkOf(address: HexAddress): string {
  if (address.length === 8) return `${dotted(`${address.slice(0, 6)}00`)}/24`;
  if (isV4Mapped(address)) return networkOf(address.slice(MAPPED.length));
  return `${formatAddress(address.slice(0, 12).padEnd(32, "0"))}/48`;
}

function scopeOfV4(address: number): Scope {
  const within = (network: number, bits: number): boolean => address >>> (32 - bits) === network >>> (32 - bits);
  if (address === 0) return "unspecified";
  if (within(0x7f000000, 8)) return "loopback";
  if (within(0xa9fe0000, 16)) return "link_local";
  if (within(0xe0000000, 4) || address === 0xffffffff) return "multicast";
  const isPrivate = within(0x0a000000, 8) || within(0xac100000, 12) || within(0xc0a80000, 16) || within(0x64400000, 10);
  return isPrivate ? "private" : "public";
}

function dotted(address: HexAddress): string {
  const value = Number.parseInt(address, 16);
  return `${value >>> 24}.${(value >>> 16) & 255}.${(value >>> 8) & 255}.${value & 255}`;
}

/** The first of the longest runs of zero groups. */
function longestZeros(groups: readonly string[]): { readonly start: number; readonly length: number } {
  let best = { start: 0, length: 0 };
  let length = 0;
  for (const [i, group] of groups.entries()) {
    length = group === "0" ? length + 1 : 0;
    if (length > best.length) best = { start: i - length + 1, length };
  }
  return best;
}
