import { splitLines } from "../../text/lines.ts";
import { formatIpv6 } from "./ip.ts";

/** One IPv6 address of an interface. */
export interface Ipv6Address {
  readonly interface: string;
  /** With its prefix length: `fe80::1/64`. */
  readonly address: string;
}

/**
 * The rows of `/proc/net/if_inet6`.
 *
 * Shape:  `00000000000000000000000000000001 01 80 10 80       lo`: address, interface index, prefix length, scope, flags, name.
 * Errors: `malformed` counts rows of another shape.
 * Source: kernel net/ipv6/addrconf.c, if6_seq_show()
 */
export function parseIfInet6(text: string): { readonly rows: readonly Ipv6Address[]; readonly malformed: number } {
  const lines = splitLines(text);
  const addresses = lines.flatMap((line) => {
    const match = /^([0-9a-f]{32}) [0-9a-f]+ ([0-9a-f]{2}) [0-9a-f]{2} [0-9a-f]{2,} +(\S+)$/.exec(line);
    if (match === null) return [];
    const [, hex, length, name] = match as unknown as [string, string, string, string];
    return [{ interface: name, address: `${formatIpv6(Buffer.from(hex, "hex"))}/${Number.parseInt(length, 16)}` }];
  });
  return { rows: addresses, malformed: lines.length - addresses.length };
}
