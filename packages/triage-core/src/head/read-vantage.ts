import type { HostFacts, MountPoint } from "../contract/host-facts.ts";
import type { HostReader } from "../contract/host-reader.ts";
import type { Vantage } from "../schema/host.ts";
import { containerEvidence, isInContainer } from "./container-evidence.ts";
import { countCgroupProcesses } from "./count-cgroup-processes.ts";
import { isInitialMountNamespace, isInitialNamespace } from "./initial-namespace.ts";
import type { ProcViews } from "./list-proc.ts";
import { parseThreadsTotal } from "./parse/loadavg.ts";
import type { Sources } from "./sources.ts";

const MARKERS = ["/.dockerenv", "/run/.containerenv"];
const HIDEPID: Readonly<Record<string, string>> = { "0": "off", "1": "noaccess", "2": "invisible", "4": "ptraceable" };

/** What an image's vantage is: nothing of it applies. */
const UNKNOWN: Vantage = {
  initial_pid_namespace: null,
  initial_mount_namespace: null,
  initial_user_namespace: null,
  in_container: null,
  container_evidence: null,
  hidepid: null,
  pids_seen: null,
  threads_total: null,
  pids_at_least: null,
  notes: [],
};

/** What can be seen from where the readers stand. */
export async function readVantage(
  host: HostReader,
  sources: Sources,
  facts: HostFacts,
  views: Promise<ProcViews> | null,
): Promise<Vantage> {
  if (views === null) return UNKNOWN;
  const namespaces = await readNamespaces(sources);
  const hidepid = hidepidOf(facts.mounts);
  const [clues, { listed }, loadavg, counted] = await Promise.all([
    readContainerClues(sources),
    views,
    sources.text("/proc/loadavg"),
    hidepid === "off" ? null : countCgroupProcesses(host, facts.mounts),
  ]);
  const seen = sources.namesOf("/proc", listed, "directory")?.filter((name) => /^\d+$/.test(name)).length ?? null;
  const evidence = containerEvidence({ ...clues, ...namespaces });
  return {
    ...namespaces,
    in_container: isInContainer({ ...clues, ...namespaces }),
    container_evidence: evidence === null ? null : sources.brief(evidence, "/proc/1/environ"),
    hidepid: hidepid === null ? null : sources.brief(hidepid, `/proc/${facts.viewer}/mountinfo`),
    pids_seen: seen,
    threads_total: parseThreadsTotal(loadavg ?? ""),
    pids_at_least: seen === null && counted === null ? null : Math.max(seen ?? 0, counted ?? 0),
    notes: [],
  };
}

async function readNamespaces(sources: Sources) {
  const own = (name: string) => sources.link(`/proc/self/ns/${name}`);
  const [pid, mnt, user, initMnt] = await Promise.all([
    own("pid"),
    own("mnt"),
    own("user"),
    sources.link("/proc/1/ns/mnt"),
  ]);
  const inInitialPids = isInitialNamespace("pid", pid);
  return {
    initial_pid_namespace: inInitialPids,
    initial_mount_namespace: isInitialMountNamespace(mnt, initMnt, inInitialPids),
    initial_user_namespace: isInitialNamespace("user", user),
  };
}

async function readContainerClues(sources: Sources) {
  const [present, environ, systemdContainer, cgroup] = await Promise.all([
    Promise.all(MARKERS.map((path) => sources.exists(path))),
    sources.text("/proc/1/environ", { maxBytes: 32_768 }),
    sources.line("/run/systemd/container"),
    sources.text("/proc/1/cgroup"),
  ]);
  return {
    markers: MARKERS.filter((_path, i) => present[i]),
    init_environ: environ,
    systemd_container: systemdContainer,
    init_cgroup: cgroup,
  };
}

/** The hidepid option of the uppermost mount on /proc; null when that is no proc file system. Source: proc(5) */
function hidepidOf(mounts: readonly MountPoint[]): string | null {
  const proc = mounts.findLast(({ mount_point }) => mount_point === "/proc");
  if (proc?.fs_type !== "proc") return null;
  const value = /(?:^|,)hidepid=([^,]+)/.exec(proc.super_options)?.[1] ?? "off";
  return HIDEPID[value] ?? value;
}
