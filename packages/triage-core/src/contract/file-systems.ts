/** Why a file system is not entered unless it is asked for. `remote`, `fuse` and `autofs` can hang whoever looks at them. */
export type FileSystemRefusal = "pseudo" | "remote" | "fuse" | "autofs";

/** Made up by the kernel as one reads: nothing in them was stored by anyone. Source: filesystems(5), /proc/filesystems */
const PSEUDO: ReadonlySet<string> = new Set([
  "binder",
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
  "nfsd",
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
  "xenfs",
]);

/** Served by another machine, or by the host of a virtual one. */
const REMOTE: ReadonlySet<string> = new Set([
  "9p",
  "acfs",
  "afs",
  "beegfs",
  "ceph",
  "cifs",
  "coda",
  "davfs",
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
  "prl_fs",
  "pvfs2",
  "smb3",
  "smbfs",
  "vboxsf",
  "virtiofs",
  "vmhgfs",
]);

/** They show what lies on other file systems: who must answer, their type does not tell. */
const LAYERED: ReadonlySet<string> = new Set(["aufs", "ecryptfs", "overlay", "shiftfs", "unionfs"]);

/** Does a mount show what lies on others, which may hang? Without its root a host does nothing anyway. */
export function isLayered(fsType: string, mountPoint: string): boolean {
  return LAYERED.has(fsType) && mountPoint !== "/";
}

/** Why a file system of this type is not entered, null when it is: anything that stores files on this host. */
export function refusalOf(fsType: string): FileSystemRefusal | null {
  if (fsType === "autofs") return "autofs";
  if (PSEUDO.has(fsType)) return "pseudo";
  if (REMOTE.has(fsType)) return "remote";
  return fsType === "fuse" || fsType === "fuseblk" || fsType.startsWith("fuse.") ? "fuse" : null;
}
