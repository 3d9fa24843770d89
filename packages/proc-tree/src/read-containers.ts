import { decodeLossless, type LosslessString } from "@livetriage/triage-core/text";
import { fieldGap, type Gathering } from "./gathering.ts";
import {
  type ContainerConfig,
  NO_CONFIG,
  parseDockerConfig,
  parseOciConfig,
  parseStorageList,
} from "./parse/container-config.ts";
import { type ContainerRef, containerOf } from "./parse/container-path.ts";
import type { Container, Process } from "./process.ts";

const MAX_BYTES = 1_048_576;
/** Containers whose files are read; a host that runs more is told so. */
const MAX_CONTAINERS = 512;

const DOCKER = "/var/lib/docker/containers";
const STORAGES = ["/run/containers/storage/overlay-containers", "/var/lib/containers/storage/overlay-containers"];
const TASKS = ["/run/containerd", "/run/k3s/containerd"].flatMap((state) =>
  ["k8s.io", "moby", "default"].map((namespace) => `${state}/io.containerd.runtime.v2.task/${namespace}`),
);
const ROOTLESS = ".local/share/containers/storage/overlay-containers";

/** Everything that may be asked for, for the phase's `reads`. */
export const CONTAINER_READS: readonly string[] = [
  "/var/lib/docker/containers/*/{config.v2.json,hostconfig.json}",
  "/run/{containerd,k3s/containerd}/io.containerd.runtime.v2.task/{k8s.io,moby,default}/*/config.json",
  "/{run,var/lib}/containers/storage/overlay-containers/containers.json",
  "/{run,var/lib}/containers/storage/overlay-containers/*/userdata/config.json",
  "~/.local/share/containers/storage/overlay-containers/**",
];

/** Give every process in a container what its cgroup and the files of the runtime say; files only, no runtime is asked. */
export async function readContainers(run: Gathering, processes: readonly Process[]): Promise<void> {
  const init = processes.find(({ pid }) => pid === 1)?.namespaces ?? null;
  const configs = new Map<string, Promise<ContainerConfig | null>>();
  for (const process of processes) {
    const ref = process.cgroup === null ? null : containerOf(process.cgroup.path);
    if (ref === null) continue;
    const isNew = !configs.has(ref.id);
    if (isNew && configs.size < MAX_CONTAINERS) configs.set(ref.id, readConfig(run, ref, process));
    const config = await configs.get(ref.id);
    process.container = toContainer(ref, config ?? null, process, init);
  }
}

function toContainer(
  ref: ContainerRef,
  config: ContainerConfig | null,
  { namespaces }: Process,
  init: Process["namespaces"],
): Container {
  const told = config ?? NO_CONFIG;
  return {
    runtime: ref.runtime,
    id: ref.id,
    ...told,
    pod_uid: ref.pod_uid ?? told.pod_uid,
    host_network: isShared(namespaces?.net, init?.net),
    host_pid: isShared(namespaces?.pid, init?.pid),
    unread: config === null ? "no configuration of this container could be read" : null,
  };
}

function isShared(own: string | null | undefined, host: string | null | undefined): boolean | null {
  return own == null || host == null ? null : own === host;
}

/** The first files that know the container; which runtime keeps them does not always show in the cgroup. */
async function readConfig(run: Gathering, ref: ContainerRef, process: Process): Promise<ContainerConfig | null> {
  if (!/^[0-9a-f]{64}$/.test(ref.id)) return null;
  const docker = await readText(run, `${DOCKER}/${ref.id}/config.v2.json`);
  if (docker !== null) return parseDockerConfig(docker, await readText(run, `${DOCKER}/${ref.id}/hostconfig.json`));
  for (const tasks of TASKS) {
    const text = await readText(run, `${tasks}/${ref.id}/config.json`);
    if (text !== null) return parseOciConfig(text);
  }
  for (const storage of storagesOf(run, process)) {
    const text = await readText(run, `${storage}/${ref.id}/userdata/config.json`);
    if (text !== null) return merge(parseOciConfig(text), await readText(run, `${storage}/containers.json`), ref.id);
  }
  return null;
}

/** The storage of root, and that of the user in whose slice the process runs. */
function storagesOf({ facts }: Gathering, { cgroup }: Process): LosslessString[] {
  const uid = Number(/\/user-(\d+)\.slice\//.exec(cgroup?.path ?? "")?.[1] ?? Number.NaN);
  const homes = facts.accounts.filter((account) => account.uid === uid).map(({ home }) => `${home}/${ROOTLESS}`);
  return [...STORAGES, ...homes];
}

/** Names and images stand in the list of the storage, the rest in the configuration. */
function merge(config: ContainerConfig | null, list: string | null, id: string): ContainerConfig | null {
  const stored = list === null ? null : parseStorageList(list, id);
  if (config === null || stored === null) return config ?? stored;
  return {
    ...config,
    name: config.name ?? stored.name,
    image: config.image ?? stored.image,
    image_digest: config.image_digest ?? stored.image_digest,
  };
}

async function readText(run: Gathering, path: LosslessString): Promise<string | null> {
  const file = await run.host.readFile(path, { maxBytes: MAX_BYTES });
  if (file.ok) return decodeLossless(file.value.bytes).toWellFormed();
  const absent = file.error.errno === "ENOENT" || file.error.errno === "ENOTDIR";
  if (!absent) fieldGap(run, file.error, path.replace(/[0-9a-f]{64}/, "*"));
  return null;
}
