import type { MountPoint } from "../contract/host-facts.ts";
import type { LosslessString } from "../text/lossless.ts";

/** What container managers cover, and what the kernel mounts itself below /proc. */
const USUAL =
  /^\/proc\/(?:acpi|asound|bus|devices|fs|interrupts|irq|kcore|keys|latency_stats|sched_debug|scsi|sys(?:\/.*)?|sysrq-trigger|timer_list|timer_stats)$/;
/** lxcfs tells a container its own share of the machine. */
const SHARES = "fuse.lxcfs";

/** What is mounted at /proc when it is no proc file system, null when it is one. */
export function foreignProc(mounts: readonly MountPoint[]): LosslessString | null {
  const proc = mounts.findLast(({ mount_point }) => mount_point === "/proc");
  return proc === undefined || proc.fs_type === "proc" ? null : proc.fs_type;
}

/** Mounts over parts of /proc that nobody has a good reason for. */
export function mountsOverProc(mounts: readonly MountPoint[]): MountPoint[] {
  return mounts.filter(
    ({ mount_point, fs_type }) => mount_point.startsWith("/proc/") && fs_type !== SHARES && !USUAL.test(mount_point),
  );
}
