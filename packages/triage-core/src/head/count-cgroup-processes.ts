import type { MountPoint } from "../contract/host-facts.ts";
import type { HostReader } from "../contract/host-reader.ts";

const MAX_GROUPS = 1024;
const PROCS_BYTES = 65_536;

/**
 * How many processes the control groups name, which hidepid does not hide; null without a hierarchy. Every process is in
 * exactly one group of a hierarchy, so the count is a lower bound even when not all groups can be read.
 *
 * Source: cgroups(7); zombies are not listed.
 */
export async function countCgroupProcesses(host: HostReader, mounts: readonly MountPoint[]): Promise<number | null> {
  const hierarchy =
    mounts.find(({ fs_type }) => fs_type === "cgroup2") ??
    mounts.find(({ fs_type, super_options }) => fs_type === "cgroup" && super_options.includes("name=systemd"));
  if (hierarchy === undefined) return null;
  const groups = [hierarchy.mount_point];
  let count = 0;
  for (let i = 0; i < groups.length; i++) {
    const dir = groups[i] as string;
    const [procs, listing] = await Promise.all([
      host.readFile(`${dir}/cgroup.procs`, { maxBytes: PROCS_BYTES }),
      host.list(dir, { maxEntries: MAX_GROUPS }),
    ]);
    if (procs.ok) count += procs.value.bytes.reduce((lines, byte) => lines + (byte === 0x0a ? 1 : 0), 0);
    const below = listing.ok ? listing.value.entries.filter(({ type }) => type === "directory") : [];
    groups.push(...below.slice(0, MAX_GROUPS - groups.length).map(({ name }) => `${dir}/${name}`));
  }
  return count;
}
