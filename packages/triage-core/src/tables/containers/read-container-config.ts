import type { HostError, HostReader } from "../../contract/host-reader.ts";
import type { ContainerRef } from "../../text/container-path.ts";
import { decodeLossless, type LosslessString } from "../../text/lossless.ts";
import {
  type ContainerConfig,
  NO_CONFIG,
  parseDockerConfig,
  parseOciConfig,
  parseStorageList,
} from "./container-config.ts";
import { DOCKER, STORAGE_LISTS, storagesOf, TASKS } from "./container-files.ts";

const MAX_BYTES = 1_048_576;

/** What the files of a runtime say of a container, and what kept some of them back. */
export interface ConfigRead {
  /** Null when no file knows the container. */
  readonly config: ContainerConfig | null;
  readonly errors: readonly HostError[];
}

/** One way in which runtimes keep what they know of a container. */
type Source = (read: ReadText, id: string, homes: readonly LosslessString[]) => Promise<ContainerConfig | null>;
type ReadText = (path: LosslessString) => Promise<string | null>;

/** The ways of each runtime, the most telling first. Which runtime serves kubelet does not always show in the cgroup. */
const SOURCES: Readonly<Record<string, readonly Source[]>> = {
  docker: [fromDocker, fromTasks],
  containerd: [fromTasks, fromDocker],
  kubernetes: [fromTasks, fromStorage, fromDocker],
  "cri-o": [fromStorage],
  podman: [fromStorage],
  oci: [fromDocker, fromTasks, fromStorage],
};

/** Read the files of a container's runtime; `homes` are those of the user in whose slice it runs. */
export async function readContainerConfig(
  host: HostReader,
  { runtime, id }: ContainerRef,
  homes: readonly LosslessString[],
): Promise<ConfigRead> {
  const sources = SOURCES[runtime];
  // Runtimes without ids name the cgroup after the container.
  if (sources === undefined) return { config: { ...NO_CONFIG, name: id }, errors: [] };
  const errors: HostError[] = [];
  const read: ReadText = async (path) => {
    const file = await host.readFile(path, { maxBytes: MAX_BYTES });
    if (file.ok) return decodeLossless(file.value.bytes).toWellFormed();
    if (file.error.errno !== "ENOENT" && file.error.errno !== "ENOTDIR") errors.push(file.error);
    return null;
  };
  for (const source of sources) {
    const config = await source(read, id, homes);
    if (config !== null) return { config, errors };
  }
  return { config: null, errors };
}

async function fromDocker(read: ReadText, id: string): Promise<ContainerConfig | null> {
  const config = await read(`${DOCKER}/${id}/config.v2.json`);
  return config === null ? null : parseDockerConfig(config, await read(`${DOCKER}/${id}/hostconfig.json`));
}

async function fromTasks(read: ReadText, id: string): Promise<ContainerConfig | null> {
  const texts = await Promise.all(TASKS.map((tasks) => read(`${tasks}/${id}/config.json`)));
  const text = texts.find((one) => one !== null);
  return text === undefined ? null : parseOciConfig(text);
}

async function fromStorage(
  read: ReadText,
  id: string,
  homes: readonly LosslessString[],
): Promise<ContainerConfig | null> {
  for (const storage of storagesOf(homes)) {
    const text = await read(`${storage}/${id}/userdata/config.json`);
    if (text !== null) return withName(parseOciConfig(text), await listed(read, storage, id));
  }
  return null;
}

async function listed(read: ReadText, storage: LosslessString, id: string): Promise<ContainerConfig | null> {
  const lists = await Promise.all(STORAGE_LISTS.map((list) => read(`${storage}/${list}`)));
  const found = lists.map((text) => (text === null ? null : parseStorageList(text, id)));
  return found.find((config) => config !== null) ?? null;
}

/** podman's names and images stand in the list of the storage, the rest in the configuration. */
function withName(config: ContainerConfig | null, stored: ContainerConfig | null): ContainerConfig | null {
  if (config === null || stored === null) return config ?? stored;
  return {
    ...config,
    name: config.name ?? stored.name,
    image: config.image ?? stored.image,
    image_digest: config.image_digest ?? stored.image_digest,
  };
}
