import type { HostFacts } from "@livetriage/triage-core";
import { toDevice, toText, unitOf } from "@livetriage/triage-core/text";
import { parseCapabilityMask } from "../parse/capability-mask.ts";
import type { ProcStat } from "../parse/stat.ts";
import type { ProcStatus } from "../parse/status.ts";
import type { Process } from "../process.ts";
import { nullable } from "./nullable.ts";
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

/** The columns that cost more than ps pays. */
export function standardColumns(process: Process, facts: HostFacts) {
  return {
    container: process.container,
    unit: process.cgroup === null ? null : unitOf(process.cgroup.path),
    ...nullable("cgroup", process.cgroup?.path),
    ...imageColumns(process),
    argv_bytes: process.argv?.expected ?? null,
    ...idColumns(process, facts),
    ...nullable("root", process.root),
    ...(process.status === null ? NO_STATUS : statusColumns(process.status)),
    loginuid: process.loginuid,
    ...nullable("lsm_label", process.lsmLabel),
    namespaces: process.namespaces,
    ...(process.stat === null ? NO_STAT : statColumns(process.stat)),
    wchan: process.wchan,
    ...fdColumns(process),
    ...(process.views.length === 0 ? {} : { views: [...process.views] }),
  };
}

function idColumns({ status }: Process, facts: HostFacts) {
  const [, euid = null, suid = null, fsuid = null] = status?.uid ?? [];
  const [gid = null, egid = null, sgid = null, fsgid = null] = status?.gid ?? [];
  return { suid, fsuid, gid, egid, sgid, fsgid, euser: userName(euid, facts) };
}

function imageColumns(process: Process) {
  const { exeStat, exeSha256, exeNow } = process;
  const owner = process.package === "none" ? null : process.package;
  return {
    exe_package: owner === null ? null : owner.package.toWellFormed().slice(0, MAX_PACKAGE_NAME),
    exe_packaged: process.package === null ? null : owner !== null,
    exe_sha256: exeSha256,
    exe_size: exeStat === null ? null : String(exeStat.size),
    exe_dev: exeStat === null ? null : toDevice(exeStat.dev),
    exe_ino: exeStat === null ? null : String(exeStat.ino),
    exe_mode: exeStat === null ? null : (exeStat.mode & PERMISSIONS).toString(8),
    exe_uid: exeStat?.uid ?? null,
    exe_now: exeNow,
  };
}

const NO_STATUS = {
  groups: null,
  capabilities: null,
  cap_eff: null,
  cap_prm: null,
  cap_inh: null,
  cap_bnd: null,
  cap_amb: null,
  seccomp: null,
  seccomp_filters: null,
  no_new_privs: null,
  tracer_pid: null,
  ns_pid: null,
  vm_rss_kb: null,
  vm_swap_kb: null,
};

function statusColumns(status: ProcStatus) {
  const { cap_eff, cap_prm, cap_inh, cap_bnd, cap_amb, seccomp, seccomp_filters, tracer_pid } = status;
  const names = cap_eff === null ? null : parseCapabilityMask(cap_eff);
  return {
    ...groupColumns(status.groups),
    capabilities: names === null ? null : [...names],
    cap_eff,
    cap_prm,
    cap_inh,
    cap_bnd,
    cap_amb,
    seccomp,
    seccomp_filters,
    no_new_privs: status.no_new_privs === null ? null : status.no_new_privs === 1,
    tracer_pid,
    ns_pid: status.ns_pid === null ? null : [...status.ns_pid],
    vm_rss_kb: status.vm_rss,
    vm_swap_kb: status.vm_swap,
  };
}

function groupColumns(groups: readonly number[] | null) {
  if (groups === null || groups.length <= MAX_GROUPS) return { groups: groups === null ? null : [...groups] };
  return { groups: groups.slice(0, MAX_GROUPS), groups_dropped: groups.length - MAX_GROUPS };
}

const NO_STAT = {
  nice: null,
  scheduler: null,
  rt_priority: null,
  utime_ticks: null,
  stime_ticks: null,
  vsize: null,
  threads: null,
  session: null,
  pgrp: null,
  tty_nr: null,
};

function statColumns(stat: ProcStat) {
  const { nice, policy, rt_priority, utime, stime, vsize, session, pgrp, tty_nr } = stat;
  return {
    threads: stat.num_threads,
    session,
    pgrp,
    tty_nr,
    nice,
    scheduler: policy === null ? null : (POLICIES[policy] ?? `SCHED_${policy}`),
    rt_priority,
    utime_ticks: utime,
    stime_ticks: stime,
    vsize: String(vsize),
  };
}

function fdColumns({ fds }: Process) {
  if (fds === null) return { fds: null, fds_sockets: null, fds_deleted: null, fds_telling: null };
  return {
    fds: fds.count,
    fds_sockets: fds.sockets,
    fds_deleted: fds.deleted,
    fds_telling: fds.telling.map((link) => toText(link).text),
    ...(fds.tellingDropped > 0 ? { fds_telling_dropped: fds.tellingDropped } : {}),
  };
}
