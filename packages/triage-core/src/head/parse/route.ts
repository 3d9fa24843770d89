import { splitLines } from "../../text/lines.ts";
import { parseDecimal } from "../../text/numbers.ts";
import { formatIpv4 } from "./ip.ts";

/** One row of the IPv4 main routing table. Addresses are numbers in host order, so that masks apply. */
export interface Ipv4Route {
  readonly interface: string;
  readonly destination: number;
  readonly mask: number;
  /** Null for a network that is reached directly. */
  readonly gateway: string | null;
  readonly metric: number | null;
}

const ROW = /^(\S+)\s+([0-9A-F]{8})\s+([0-9A-F]{8})\s+([0-9A-F]{4})\s+\S+\s+\S+\s+(\d+)\s+([0-9A-F]{8})\s/;

const RTF_UP = 0x1;
const RTF_REJECT = 0x200;

/**
 * The usable rows of `/proc/net/route`.
 *
 * Shape:  `eth0 00000000 010200C0 0003 0 0 0 00000000 0 0 0` under a heading; the addresses are the bytes of memory as
 *         one hex number, so they read backwards on little-endian machines.
 * Errors: `malformed` counts rows without the first eight columns.
 * Source: kernel net/ipv4/fib_trie.c, fib_route_seq_show()
 */
export function parseRoute(
  text: string,
  littleEndian = true,
): { readonly rows: readonly Ipv4Route[]; readonly malformed: number } {
  const routes: Ipv4Route[] = [];
  let malformed = 0;
  for (const line of splitLines(text).slice(1)) {
    const match = ROW.exec(line);
    if (match === null) {
      malformed++;
      continue;
    }
    const [, name = "", destination = "", gateway = "", flags = "", metric = "", mask = ""] = match;
    const bits = Number.parseInt(flags, 16);
    if ((bits & RTF_UP) === 0 || (bits & RTF_REJECT) !== 0) continue;
    routes.push({
      interface: name,
      destination: hostOrder(destination, littleEndian),
      mask: hostOrder(mask, littleEndian),
      gateway: gateway === "00000000" ? null : formatIpv4(bytesOf(gateway, littleEndian)),
      metric: parseDecimal(metric),
    });
  }
  return { rows: routes, malformed };
}

function bytesOf(hex: string, littleEndian: boolean): Uint8Array {
  const bytes = Buffer.from(hex, "hex");
  return littleEndian ? bytes.toReversed() : bytes;
}

function hostOrder(hex: string, littleEndian: boolean): number {
  return Buffer.from(bytesOf(hex, littleEndian)).readUInt32BE();
}
