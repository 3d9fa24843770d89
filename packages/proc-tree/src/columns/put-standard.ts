import type { HostFacts } from "@livetriage/triage-core";
import { putBytes, textOf, toDevice, toText, unitOf } from "@livetriage/triage-core/text";
import type { ProcessNode } from "../item.ts";
import { parseCapabilityMask } from "../parse/capability-mask.ts";
import type { ProcStat } from "../parse/stat.ts";
import { type ProcStatus, parseStatus } from "../parse/status.ts";
import type { Process } from "../process.ts";
import { userName } from "./user-name.ts";

const MAX_GROUPS = 64;
const MAX_PACKAGE_NAME = 128;
const PERMISSIONS = 0o7777;

/** By number. Source: sched(7), include/uapi/linux/sched.h */
const POLICIES = [
  "SCHED_OTHER",
  "SCHED_FIFO",
  "SCHED_RR",
  "SCHED_BATCH",
  "SCHED_ISO",
  "SCHED_IDLE",
  "SCHED_DEADLINE",
  "SCHED_EXT",
];

/** Put the columns that cost more than ps pays into an item. */
export function putStandard(item: ProcessNode, process: Process, facts: HostFacts): void {
  const { cgroup, root, lsmLabel, views } = process;
  item.container = process.container;
  item.unit = cgroup === null ? null : unitOf(cgroup.path);
  item.cgroup = textOf(cgroup?.path);
  putImage(item, process);
  item.argv_bytes = process.argv?.expected ?? null;
  putIds(item, process, facts);
  item.root = textOf(root);
  putStatus(item, process.status ?? NO_STATUS);
  item.loginuid = process.loginuid;
  item.lsm_label = textOf(lsmLabel);
  item.namespaces = process.namespaces;
  putStat(item, process.stat ?? NO_STAT);
  item.wchan = process.wchan;
  putFds(item, process);
  if (views.length > 0) item.views = [...views];
  putBytes(item, "cgroup", cgroup?.path);
  putBytes(item, "root", root);
  putBytes(item, "lsm_label", lsmLabel);
}

const NO_IDS: readonly (number | null)[] = [null, null, null, null];

function putIds(item: ProcessNode, { status }: Process, facts: HostFacts): void {
  const uid = status?.uid ?? NO_IDS;
  const gid = status?.gid ?? NO_IDS;
  item.suid = uid[2] as number | null;
  item.fsuid = uid[3] as number | null;
  item.gid = gid[0] as number | null;
  item.egid = gid[1] as number | null;
  item.sgid = gid[2] as number | null;
  item.fsgid = gid[3] as number | null;
  item.euser = userName(uid[1], facts);
}

function putImage(item: ProcessNode, process: Process): void {
  const { exeStat } = process;
  const owner = process.package === "none" ? null : process.package;
  item.exe_package = owner === null ? null : owner.package.toWellFormed().slice(0, MAX_PACKAGE_NAME);
  item.exe_packaged = process.package === null ? null : owner !== null;
  item.exe_sha256 = process.exeSha256;
  item.exe_size = exeStat === null ? null : String(exeStat.size);
  item.exe_dev = exeStat === null ? null : toDevice(exeStat.dev);
  item.exe_ino = exeStat === null ? null : String(exeStat.ino);
  item.exe_mode = exeStat === null ? null : (exeStat.mode & PERMISSIONS).toString(8);
  item.exe_uid = exeStat?.uid ?? null;
  item.exe_now = process.exeNow;
}

const NO_STATUS = parseStatus(new Uint8Array());

function putStatus(item: ProcessNode, status: ProcStatus): void {
  const { groups, cap_eff, no_new_privs, ns_pid } = status;
  item.groups = groups === null ? null : groups.slice(0, MAX_GROUPS);
  if (groups !== null && groups.length > MAX_GROUPS) item.groups_dropped = groups.length - MAX_GROUPS;
  item.capabilities = cap_eff === null ? null : (parseCapabilityMask(cap_eff)?.slice() ?? null);
  item.cap_eff = cap_eff;
  item.cap_prm = status.cap_prm;
  item.cap_inh = status.cap_inh;
  item.cap_bnd = status.cap_bnd;
  item.cap_amb = status.cap_amb;
  item.seccomp = status.seccomp;
  item.seccomp_filters = status.seccomp_filters;
  item.no_new_privs = no_new_privs === null ? null : no_new_privs === 1;
  item.tracer_pid = status.tracer_pid;
  item.ns_pid = ns_pid?.slice() ?? null;
  item.vm_rss_kb = status.vm_rss;
  item.vm_swap_kb = status.vm_swap;
}

const NO_STAT = {
  num_threads: null,
  session: null,
  pgrp: null,
  tty_nr: null,
  nice: null,
  policy: null,
  rt_priority: null,
  utime: null,
  stime: null,
  vsize: null,
};

function putStat(item: ProcessNode, stat: ProcStat | typeof NO_STAT): void {
  const { policy, vsize } = stat;
  item.threads = stat.num_threads;
  item.session = stat.session;
  item.pgrp = stat.pgrp;
  item.tty_nr = stat.tty_nr;
  item.nice = stat.nice;
  item.scheduler = policy === null ? null : (POLICIES[policy] ?? `SCHED_${policy}`);
  item.rt_priority = stat.rt_priority;
  item.utime_ticks = stat.utime;
  item.stime_ticks = stat.stime;
  item.vsize = vsize === null ? null : String(vsize);
}

function putFds(item: ProcessNode, { fds }: Process): void {
  item.fds = fds?.count ?? null;
  item.fds_sockets = fds?.sockets ?? null;
  item.fds_deleted = fds?.deleted ?? null;
  item.fds_telling = fds?.telling.map((link) => toText(link).text) ?? null;
  if (fds !== null && fds.tellingDropped > 0) item.fds_telling_dropped = fds.tellingDropped;
}
