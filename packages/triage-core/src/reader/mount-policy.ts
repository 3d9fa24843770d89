import type { SkipReason } from "../contract/host-reader.ts";
import type { LosslessString } from "../text/lossless.ts";
import type { Mount } from "./mount-table.ts";

/** Somebody else must answer: another machine, or a process on this one. */
const ANSWERED_BY_OTHERS = new Set([
  "9p",
  "acfs",
  "afs",
  "autofs",
  "beegfs",
  "ceph",
  "cifs",
  "coda",
  "davfs",
  "fuse",
  "fuseblk",
  "gfs2",
  "glusterfs",
  "gpfs",
  "lustre",
  "ncpfs",
  "nfs",
  "nfs4",
  "ocfs2",
  "orangefs",
  "panfs",
  "pvfs2",
  "smb3",
  "smbfs",
  "virtiofs",
  "vboxsf",
]);

/** The kernel's own figures as files: no evidence to walk, but asked for by name. */
const KERNEL_MADE = new Set([
  "binfmt_misc",
  "bpf",
  "cgroup",
  "cgroup2",
  "configfs",
  "cpuset",
  "debugfs",
  "devpts",
  "efivarfs",
  "functionfs",
  "fusectl",
  "hugetlbfs",
  "mqueue",
  "nsfs",
  "proc",
  "pstore",
  "resctrl",
  "rpc_pipefs",
  "securityfs",
  "selinuxfs",
  "smackfs",
  "sysfs",
  "tracefs",
]);

/** A disk may stall under load; whatever else does not answer once is not asked again. */
const DISK_STRIKES = 3;

/** Which mounts are entered. The mount that holds the root always is. */
export class MountPolicy {
  readonly #enter: ReadonlySet<LosslessString>;
  readonly #strikes = new Map<number, number>();

  constructor(enter: readonly LosslessString[]) {
    this.#enter = new Set(enter);
  }

  /** A read on this mount did not come back. */
  strike(mount: number): void {
    this.#strikes.set(mount, (this.#strikes.get(mount) ?? 0) + 1);
  }

  /** The mount that holds the root is entered whatever it is, until it blocks. */
  refusalOfTop(mount: Mount): SkipReason | null {
    return this.#isBlocked(mount) ? "mount_blocked" : null;
  }

  /** Why a mount is not entered; null when it is. `asked`: the path named a place below /proc or /sys itself. */
  refusal(mount: Mount, asked: boolean): SkipReason | null {
    if (this.#isBlocked(mount)) return "mount_blocked";
    if (this.#enter.has(mount.point)) return null;
    if (isAnsweredByOthers(mount.fsType)) return "policy";
    return isKernelMade(mount) && !asked ? "policy" : null;
  }

  #isBlocked(mount: Mount): boolean {
    return (this.#strikes.get(mount.id) ?? 0) >= (mount.onDevice ? DISK_STRIKES : 1);
  }
}

function isAnsweredByOthers(fsType: string): boolean {
  return ANSWERED_BY_OTHERS.has(fsType) || fsType.startsWith("fuse.");
}

/** Are the files of this mount the kernel's own figures? */
export function isKernelMade(mount: Mount): boolean {
  return KERNEL_MADE.has(mount.fsType);
}
