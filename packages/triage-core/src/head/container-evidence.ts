/** What may give a container away, as read. */
export interface ContainerClues {
  /** Which of the marker files exist. */
  readonly markers: readonly string[];
  /** /proc/1/environ */
  readonly init_environ: string | null;
  /** /run/systemd/container */
  readonly systemd_container: string | null;
  /** /proc/1/cgroup */
  readonly init_cgroup: string | null;
  readonly initial_pid_namespace: boolean | null;
  readonly initial_mount_namespace: boolean | null;
}

/** Names that container managers give to cgroups. */
const MANAGERS = /docker|kubepods|libpod|\blxc|containerd|crio|machine\.slice\/machine-|garden|\becs\b/;

/** The first piece of evidence that we look from inside a container, as one sentence; null when there is none. */
export function containerEvidence(clues: ContainerClues): string | null {
  const [marker] = clues.markers;
  if (marker !== undefined) return `${marker} exists`;
  if (clues.systemd_container !== null) return `/run/systemd/container says ${clues.systemd_container}`;
  const variable = /(?:^|\0)container=([^\0]+)/.exec(clues.init_environ ?? "")?.[1];
  if (variable !== undefined) return `environment of process 1 has container=${variable}`;
  const cgroup = MANAGERS.exec(clues.init_cgroup ?? "")?.[0];
  if (cgroup !== undefined) return `cgroup of process 1 names ${cgroup}`;
  return clues.initial_pid_namespace === false
    ? "process ids are those of a pid namespace other than the initial one"
    : null;
}

/** In a container or not; null when nothing speaks for it but we could not make sure. */
export function isInContainer(clues: ContainerClues): boolean | null {
  if (containerEvidence(clues) !== null) return true;
  return clues.initial_pid_namespace === true && clues.initial_mount_namespace === true ? false : null;
}
