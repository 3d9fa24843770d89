import type { MountPoint } from "@livetriage/triage-core";

/** Why a file system is not entered. `remote`, `fuse` and `autofs` can hang whoever looks at them. */
export type Refusal = "pseudo" | "remote" | "fuse" | "autofs";

/** Made up by the kernel as one reads: nothing in them was stored by anyone. Source: filesystems(5), /proc/filesystems */
const PSEUDO: ReadonlySet<string> = new Set([
  "proc",
  "sysfs",
  "cgroup",
  "cgroup2",
  "cpuset",
  "devpts",
  "mqueue",
  "hugetlbfs",
  "debugfs",
  "tracefs",
  "securityfs",
  "selinuxfs",
  "smackfs",
  "configfs",
  "pstore",
  "bpf",
  "efivarfs",
  "functionfs",
  "fusectl",
  "binfmt_misc",
  "rpc_pipefs",
  "nfsd",
  "nsfs",
  "resctrl",
  "xenfs",
  "binder",
]);

/** Served by another machine, or by the host of a virtual one. */
const REMOTE: ReadonlySet<string> = new Set([
  "nfs",
  "nfs4",
  "cifs",
  "smb3",
  "smbfs",
  "ncpfs",
  "9p",
  "acfs",
  "virtiofs",
  "ceph",
  "afs",
  "coda",
  "gfs2",
  "ocfs2",
  "lustre",
  "gpfs",
  "beegfs",
  "orangefs",
  "pvfs2",
  "glusterfs",
  "panfs",
  "davfs",
  "vboxsf",
  "vmhgfs",
  "prl_fs",
]);

/** Below these, runtimes mount the whole file systems of containers. */
const CONTAINER_STORAGE = /\/(?:docker|containers|containerd|io\.containerd[^/]*|crio|k3s|buildkit)\//;

/** Is this the whole file system of a container, most of it its image? What was written to it is its upper directory. */
export function isContainerRoot({ fs_type, mount_point }: MountPoint): boolean {
  return fs_type === "overlay" && CONTAINER_STORAGE.test(mount_point);
}

/** File systems that show what lies on others: who must answer for it, their type does not tell. */
const LAYERED: ReadonlySet<string> = new Set(["aufs", "ecryptfs", "overlay", "shiftfs", "unionfs"]);

/** Does this mount show what lies on others, which may hang? Without its root a host does nothing anyway. */
export function isLayered({ fs_type, mount_point }: MountPoint): boolean {
  return LAYERED.has(fs_type) && mount_point !== "/";
}

/** Why a file system of this type is not entered, null when it is: anything that stores files on this host. */
export function refusalOf(fsType: string): Refusal | null {
  if (fsType === "autofs") return "autofs";
  if (PSEUDO.has(fsType)) return "pseudo";
  if (REMOTE.has(fsType)) return "remote";
  return fsType === "fuse" || fsType === "fuseblk" || fsType.startsWith("fuse.") ? "fuse" : null;
}
