import { BlockList, isIP } from "node:net";

interface Network {
  readonly address: string;
  readonly prefix: number;
  readonly family: "ipv4" | "ipv6";
}

/** Parse `10.0.0.0/8` or `fd00::/8`; null when it is neither. */
export function parseNetwork(text: string): Network | null {
  const [, address = "", digits] = /^([0-9a-fA-F.:]+)\/(\d{1,3})$/.exec(text) ?? [];
  const [version, prefix] = [isIP(address), Number(digits)];
  if (version === 0 || prefix > (version === 4 ? 32 : 128)) return null;
  return { address, prefix, family: version === 4 ? "ipv4" : "ipv6" };
}

/** Is an address of one of these networks? No networks are all. An IPv4 address may come as one of IPv6. */
export function isWithin(address: string, networks: readonly string[]): boolean {
  if (networks.length === 0) return true;
  const list = new BlockList();
  for (const network of networks.flatMap((text) => parseNetwork(text) ?? [])) {
    list.addSubnet(network.address, network.prefix, network.family);
  }
  return isIP(address) !== 0 && list.check(address, isIP(address) === 4 ? "ipv4" : "ipv6");
}
