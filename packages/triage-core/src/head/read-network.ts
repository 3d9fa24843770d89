import type { HostFacts } from "../contract/host-facts.ts";
import type { HostSection } from "../schema/host.ts";
import { parseDecimal } from "../text/numbers.ts";
import { type AssignedAddress, assignIpv4 } from "./assign-ipv4.ts";
import { fitList } from "./fit-list.ts";
import { parseFibTrie } from "./parse/fib-trie.ts";
import { parseIfInet6 } from "./parse/if-inet6.ts";
import { type Ipv6DefaultRoute, parseIpv6Route } from "./parse/ipv6-route.ts";
import { parseResolvConf } from "./parse/resolv-conf.ts";
import { type Ipv4Route, parseRoute } from "./parse/route.ts";
import type { Sources } from "./sources.ts";

const MAX_INTERFACES = 256;
const TABLE_BYTES = 1_048_576;
const ADDRESS_BYTES = 1024;

type Interface = NonNullable<HostSection["interfaces"]>[number];
interface NetworkFacts {
  readonly live: boolean;
  readonly littleEndian: boolean;
  readonly viewer: HostFacts["viewer"];
}

type NetworkFields = "interfaces" | "unassigned_addresses" | "default_routes" | "resolvers";

/** Interfaces with their addresses, default routes and name servers, all of the viewer's network namespace. */
export async function readNetwork(
  sources: Sources,
  { live, littleEndian, viewer }: NetworkFacts,
): Promise<Pick<HostSection, NetworkFields>> {
  const [resolvers, kernel] = await Promise.all([
    readResolvers(sources),
    live ? readKernelTables(sources, littleEndian, viewer === "self" ? "/proc/net" : "/proc/1/net") : UNKNOWN,
  ]);
  return { ...kernel, resolvers };
}

const UNKNOWN = { interfaces: null, unassigned_addresses: null, default_routes: null };

async function readResolvers(sources: Sources): Promise<string[] | null> {
  const text = await sources.text("/etc/resolv.conf", { maxBytes: 16_384 });
  return text === null ? null : parseResolvConf(text).map((one) => sources.brief(one, "/etc/resolv.conf"));
}

async function readKernelTables(
  sources: Sources,
  littleEndian: boolean,
  net: string,
): Promise<Omit<Pick<HostSection, NetworkFields>, "resolvers">> {
  const [names, trie, routes, ipv6, ipv6Defaults] = await Promise.all([
    sources.names("/sys/class/net", MAX_INTERFACES, "symlink"),
    readTable(sources, `${net}/fib_trie`, (text) => ({ rows: parseFibTrie(text), malformed: 0 })),
    readTable(sources, `${net}/route`, (text) => parseRoute(text, littleEndian)),
    readTable(sources, `${net}/if_inet6`, parseIfInet6),
    readTable(sources, `${net}/ipv6_route`, parseIpv6Route),
  ]);
  const ipv4 = trie === null ? null : assignIpv4(trie, routes ?? []);
  const addresses = [...(ipv4 ?? []), ...(ipv6 ?? [])];
  const interfaces =
    names === null ? null : await Promise.all(names.map((name) => readInterface(sources, name, addresses)));
  const unassigned = ipv4?.filter((one) => one.interface === null || names?.includes(one.interface) !== true);
  return {
    interfaces,
    unassigned_addresses: unassigned?.map(({ address }) => address) ?? null,
    default_routes:
      routes === null && ipv6Defaults === null ? null : toDefaultRoutes(sources, routes ?? [], ipv6Defaults ?? []),
  };
}

/** The rows of one table; null when the kernel does not have it. */
async function readTable<T>(
  sources: Sources,
  path: string,
  parse: (text: string) => { readonly rows: readonly T[]; readonly malformed: number },
): Promise<readonly T[] | null> {
  const text = await sources.text(path, { maxBytes: TABLE_BYTES });
  if (text === null) return null;
  const { rows, malformed } = parse(text);
  sources.malformed(path, malformed);
  return rows;
}

function toDefaultRoutes(sources: Sources, ipv4: readonly Ipv4Route[], ipv6: readonly Ipv6DefaultRoute[]) {
  const row = ({ gateway, metric, interface: name }: Ipv6DefaultRoute | Ipv4Route) => {
    return { gateway, interface: sources.brief(name, "/proc/net/route"), metric };
  };
  return [
    ...ipv4.filter(isDefault).map((route) => ({ family: "inet" as const, ...row(route) })),
    ...ipv6.map((route) => ({ family: "inet6" as const, ...row(route) })),
  ];
}

function isDefault({ destination, mask }: Ipv4Route): boolean {
  return destination === 0 && mask === 0;
}

async function readInterface(
  sources: Sources,
  name: string,
  addresses: readonly AssignedAddress[],
): Promise<Interface> {
  const line = (file: string) =>
    sources.line(`/sys/class/net/${name}/${file}`, { source: `/sys/class/net/[name]/${file}` });
  const [index, mac, state, mtu] = await Promise.all([
    line("ifindex"),
    line("address"),
    line("operstate"),
    line("mtu"),
  ]);
  const { kept, dropped } = fitList(
    addresses.filter((one) => one.interface === name).map(({ address }) => address),
    ADDRESS_BYTES,
  );
  return {
    name: sources.brief(name, "/sys/class/net"),
    index: parseDecimal(index ?? ""),
    mac: mac === null ? null : sources.brief(mac, "/sys/class/net/[name]/address"),
    state: state === null ? null : sources.brief(state, "/sys/class/net/[name]/operstate"),
    mtu: parseDecimal(mtu ?? ""),
    addresses: kept,
    ...(dropped > 0 ? { addresses_dropped: dropped } : {}),
  };
}
