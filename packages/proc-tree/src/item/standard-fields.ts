import { z } from "zod";
import { field, listColumn, nullableFlag, nullableInt, nullableText, textColumn } from "./field.ts";

const namespace = (name: string) =>
  z
    .string()
    .nullable()
    .meta({ description: `Inode of the ${name} namespace, decimal` });

const namespacesSchema = z.object({
  cgroup: namespace("cgroup"),
  ipc: namespace("ipc"),
  mnt: namespace("mount"),
  net: namespace("network"),
  pid: namespace("pid"),
  time: namespace("time"),
  user: namespace("user"),
  uts: namespace("uts"),
});

const text = (description: string) => z.string().nullable().meta({ description });
const flag = (description: string) => z.boolean().nullable().meta({ description });

const containerSchema = z.object({
  runtime: z
    .string()
    .meta({ description: "docker, containerd, cri-o, podman, lxc, systemd-nspawn; kubernetes, oci: only an id shows" }),
  id: z.string().meta({ description: "Id, or name where the runtime has no ids" }),
  name: text("Name of the container"),
  image: text("Image as it was asked for"),
  image_digest: text("Digest of the image"),
  pod: text("Name of the pod"),
  pod_namespace: text("Namespace of the pod"),
  pod_uid: text("Uid of the pod"),
  privileged: flag("Started as privileged; for OCI runtimes: with all capabilities"),
  host_network: flag("In the network namespace of pid 1"),
  host_pid: flag("In the pid namespace of pid 1"),
  unread: text("Why the runtime's own files told nothing, null when they did"),
});

/** The columns that cost more than ps pays. */
export const standardFields = {
  container: field(
    containerSchema.nullable().optional(),
    "cgroup, files of the runtime",
    "Container by its cgroup, null outside",
    { column: 55, group: true, ecs: "container" },
  ),
  unit: field(nullableText, "cgroup", "systemd unit: the deepest service, scope, socket, mount or swap of cgroup", {
    group: true,
    ecs: "systemd.unit",
  }),
  ...textColumn("cgroup", "cgroup", "Path in the hierarchy of version 2 or of systemd, else the deepest of version 1"),
  exe_sha256: field(nullableText, "exe", "sha256 of the running image, read through the exe link", {
    ecs: "process.hash.sha256",
    ocsf: "process.file.hashes",
  }),
  exe_package: field(
    nullableText,
    "package databases",
    "Package that owns the path of exe; asked for all at `full`, else where it matters",
  ),
  exe_packaged: field(nullableFlag, "package databases", "Whether a package owns it; null when that was not asked"),
  exe_size: field(nullableText, "stat of exe", "Bytes of the running image, decimal"),
  exe_dev: field(nullableText, "stat of exe", "Device of the running image as major:minor"),
  exe_ino: field(nullableText, "stat of exe", "Inode of the running image, decimal"),
  exe_mode: field(nullableText, "stat of exe", "Mode bits of the running image, octal", { examples: ["4755"] }),
  exe_uid: field(nullableInt, "stat of exe", "Owner of the running image"),
  exe_now: field(
    nullableText,
    "root link, stat of the path",
    "What is at the path of exe now: `same`, `replaced`, `missing`; null where that cannot be known",
  ),
  argv_bytes: field(nullableInt, "stat 48, 49", "Bytes of arguments that the kernel holds: arg_end − arg_start"),
  suid: field(nullableInt, "status Uid", "Saved user id"),
  fsuid: field(nullableInt, "status Uid", "File system user id"),
  gid: field(nullableInt, "status Gid", "Real group id"),
  threads: field(nullableInt, "stat 20", "Number of threads"),
  egid: field(nullableInt, "status Gid", "Effective group id"),
  sgid: field(nullableInt, "status Gid", "Saved group id"),
  fsgid: field(nullableInt, "status Gid", "File system group id"),
  euser: field(nullableText, "status Uid, /etc/passwd", "Name of the effective user id", {
    ecs: "process.user.name",
    ocsf: "process.user.name",
  }),
  session: field(nullableInt, "stat 6", "Session id", { ecs: "process.session_leader.pid" }),
  pgrp: field(nullableInt, "stat 5", "Process group id", { ecs: "process.group_leader.pid" }),
  tty_nr: field(nullableInt, "stat 7", "Device number of the controlling terminal, 0 for none"),
  ...textColumn("root", "root link", "Root directory of the process, / for the host's own"),
  groups: field(z.array(z.int()).nullable().optional(), "status Groups", "Supplementary group ids"),
  groups_dropped: field(z.int().optional(), "status Groups", "Elements cut off groups"),
  loginuid: field(nullableInt, "loginuid", "Who logged in, kept over su and sudo; 4294967295 is nobody", {
    ecs: "process.login_user.id",
  }),
  ...listColumn("capabilities", "status CapEff", "Effective capabilities by name; `all` is followed by what it lacks"),
  cap_eff: field(nullableText, "status CapEff", "Effective capabilities, hex mask"),
  cap_prm: field(nullableText, "status CapPrm", "Permitted capabilities, hex mask"),
  cap_inh: field(nullableText, "status CapInh", "Inheritable capabilities, hex mask"),
  cap_bnd: field(nullableText, "status CapBnd", "Bounding set of capabilities, hex mask"),
  cap_amb: field(nullableText, "status CapAmb", "Ambient capabilities, hex mask"),
  seccomp: field(nullableInt, "status Seccomp", "0 off, 1 strict, 2 filter"),
  seccomp_filters: field(nullableInt, "status Seccomp_filters", "Number of seccomp filters"),
  no_new_privs: field(nullableFlag, "status NoNewPrivs", "May not gain privileges by exec"),
  tracer_pid: field(nullableInt, "status TracerPid", "Process that traces this one, 0 for none"),
  ...textColumn("lsm_label", "attr/current", "Label of the security module; null where there is none"),
  namespaces: field(namespacesSchema.nullable().optional(), "ns/*", "Namespaces of the process"),
  ns_pid: field(
    z.array(z.int()).nullable().optional(),
    "status NSpid",
    "Process id in each pid namespace, the outermost first",
  ),
  nice: field(nullableInt, "stat 19", "Nice value"),
  scheduler: field(nullableText, "stat 41", "Scheduling policy", { examples: ["SCHED_OTHER", "SCHED_FIFO"] }),
  rt_priority: field(nullableInt, "stat 40", "Real-time priority, 0 for other policies"),
  utime_ticks: field(nullableInt, "stat 14", "Time in user mode, in clock ticks"),
  stime_ticks: field(nullableInt, "stat 15", "Time in kernel mode, in clock ticks"),
  vsize: field(nullableText, "stat 23", "Virtual memory in bytes, decimal", { ocsf: "process.memory" }),
  vm_rss_kb: field(nullableInt, "status VmRSS", "Resident memory, in kB"),
  vm_swap_kb: field(nullableInt, "status VmSwap", "Memory in swap, in kB"),
  wchan: field(nullableText, "wchan", "Where in the kernel it waits; null when it does not, or that may not be known"),
  fds: field(nullableInt, "fd/*", "Number of open descriptors"),
  fds_sockets: field(nullableInt, "fd/*", "Descriptors that are sockets"),
  fds_deleted: field(nullableInt, "fd/*", "Descriptors of files without a name, memfds included"),
  ...listColumn(
    "fds_telling",
    "fd/*, fdinfo/*",
    "Descriptors worth telling: `3 /dev/mem`, `7 anon_inode:bpf-prog`, and where the dear columns are read which object it is: `prog_id=42`",
  ),
  views: field(
    z.array(z.string()).optional(),
    "see Cross-view",
    "Where the process shows, when a listing of /proc does not show it",
  ),
};
