import type { Ipv4Route } from "./parse/route.ts";

/** An own address with its prefix length, and the interface that the routes give it; null when they do not. */
export interface AssignedAddress {
  readonly address: string;
  readonly interface: string | null;
}

/**
 * Give own IPv4 addresses their interface: the one whose directly reached network holds the address, longest prefix
 * first. 127.0.0.0/8 has no route of its own and belongs to `lo`.
 */
export function assignIpv4(addresses: readonly string[], routes: readonly Ipv4Route[]): AssignedAddress[] {
  const direct = routes.filter(({ gateway, mask }) => gateway === null && mask !== 0);
  const longestFirst = direct.toSorted((a, b) => b.mask - a.mask);
  return addresses.map((address) => {
    const bytes = address.split(".").map(Number);
    if (bytes[0] === 127) return { address: `${address}/8`, interface: "lo" };
    const number = Buffer.from(bytes).readUInt32BE();
    const route = longestFirst.find(({ destination, mask }) => (number & mask) >>> 0 === destination);
    if (route === undefined) return { address, interface: null };
    return { address: `${address}/${prefixLength(route.mask)}`, interface: route.interface };
  });
}

function prefixLength(mask: number): number {
  return mask.toString(2).replaceAll("0", "").length;
}
