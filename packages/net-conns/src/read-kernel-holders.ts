import { askAhead, type Fact, type HostReader, type MountPoint, type PhaseContext } from "@livetriage/triage-core";
import { decodeLossless, keyValues, toText } from "@livetriage/triage-core/text";
import { formatAddress, scopeOf } from "./parse/address.ts";
import type { InetRow } from "./parse/net-tcp.ts";
import type { FoundSocket } from "./socket.ts";

/** A service inside the kernel of which there is other evidence, and the sockets that it would have. */
export interface KernelHolder {
  readonly evidence: Fact;
  holds(socket: FoundSocket): boolean;
}

const NETWORK_FILE_SYSTEMS: readonly string[] = ["nfs", "nfs4", "cifs", "smb3"];
const NFS_SERVER_PORTS: readonly number[] = [2049, 20_049];
const MOST_INTERFACES = 4096;

/** UDP ports of tunnels by the type of their interface; null where any port will do. Source: their drivers in drivers/net */
const TUNNEL_PORTS: Readonly<Record<string, readonly number[] | null>> = {
  vxlan: [4789, 8472],
  geneve: [6081],
  gtp: [2123, 2152],
  wireguard: null,
};

/** The services inside the kernel that this host shows to run: mounts over the network, an NFS server, tunnels. */
export async function readKernelHolders({
  host,
  facts,
}: Pick<PhaseContext, "host" | "facts">): Promise<readonly KernelHolder[]> {
  const holders = facts.mounts.map(ofMount);
  for (const type of await readInterfaceTypes(host)) {
    const ports = TUNNEL_PORTS[type];
    if (ports === undefined) continue;
    holders.push({
      evidence: { id: "kernel_holder", source: "/sys/class/net/*/uevent", value: type },
      holds: ({ family, protocol, row }) =>
        family === "inet" && protocol.startsWith("udp") && isUnbound(row) && (ports?.includes(row.local_port) ?? true),
    });
  }
  return holders;
}

/** A kernel's own UDP socket: of root, on any address, connected to none. */
function isUnbound({ uid, local, remote }: InetRow): boolean {
  return uid === 0 && scopeOf(local) === "unspecified" && scopeOf(remote) === "unspecified";
}

function ofMount(mount: MountPoint): KernelHolder {
  const { text } = toText(`${mount.fs_type} at ${mount.mount_point}`);
  const evidence = { id: "kernel_holder", source: "/proc/[pid]/mountinfo", value: text };
  if (mount.fs_type === "nfsd") {
    return { evidence, holds: ({ family, row }) => family === "inet" && NFS_SERVER_PORTS.includes(row.local_port) };
  }
  const servers = serversOf(mount);
  return {
    evidence,
    holds: ({ family, row }) =>
      family === "inet" && row.remote_port !== 0 && servers.includes(formatAddress(row.remote).replace(/^::ffff:/, "")),
  };
}

/** Addresses of the servers of a mount. Source: nfs(5), mount.cifs(8), mount.ceph(8) */
function serversOf({ fs_type, source, super_options }: MountPoint): readonly string[] {
  if (fs_type === "ceph")
    return Array.from(source.matchAll(/\[?([0-9a-f.:]+?)\]?:\d+/g), ([, address]) => address ?? "");
  const address = /(?:^|,)addr=([^,]+)/.exec(super_options)?.[1];
  return NETWORK_FILE_SYSTEMS.includes(fs_type) && address !== undefined ? [address] : [];
}

/** Types of the interfaces of the namespace that /sys shows. Source: DEVTYPE, Documentation/ABI/testing/sysfs-uevent */
async function readInterfaceTypes(host: HostReader): Promise<ReadonlySet<string>> {
  const listing = await host.list("/sys/class/net", { maxEntries: MOST_INTERFACES });
  const names = listing.ok ? listing.value.entries.map(({ name }) => name) : [];
  const types = new Set<string>();
  for await (const file of askAhead(names, (name) =>
    host.readFile(`/sys/class/net/${name}/uevent`, { maxBytes: 4096 }),
  )) {
    const type = file.ok ? keyValues(decodeLossless(file.value.bytes), "=").get("DEVTYPE") : undefined;
    if (type !== undefined) types.add(type);
  }
  return types;
}
