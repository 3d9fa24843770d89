import type { Account } from "../../contract/host-facts.ts";
import type { HostReader } from "../../contract/host-reader.ts";
import type { Container, Tables } from "../../contract/tables.ts";
import { type ContainerRef, containerOf } from "../../text/container-path.ts";
import type { LosslessString } from "../../text/lossless.ts";
import { NO_CONFIG } from "./container-config.ts";
import { type ConfigRead, readContainerConfig } from "./read-container-config.ts";

/** Containers whose files are read; of those beyond only the cgroup tells. */
const MAX_CONTAINERS = 512;
const NOT_ASKED: ConfigRead = { config: null, errors: [] };

/** Containers by paths of cgroups; the files of each container are read once per run. */
export function createContainers(host: HostReader): Tables["containers"] {
  const known = new Map<string, Promise<ConfigRead>>();
  const read = (path: LosslessString, ref: ContainerRef, accounts: readonly Account[]): Promise<ConfigRead> => {
    const reading = known.get(ref.id);
    if (reading !== undefined) return reading;
    if (known.size >= MAX_CONTAINERS) return Promise.resolve(NOT_ASKED);
    const started = readContainerConfig(host, ref, homesOf(path, accounts));
    known.set(ref.id, started);
    return started;
  };
  return async (cgroups, accounts) => {
    const refs = [...new Set(cgroups)].flatMap((path) => {
      const ref = containerOf(path);
      return ref === null ? [] : [{ path, ref }];
    });
    const found = await Promise.all(refs.map(({ path, ref }) => read(path, ref, accounts)));
    return {
      containers: new Map(refs.map(({ path, ref }, i) => [path, toContainer(ref, found[i] as ConfigRead)])),
      errors: [...new Set(found.flatMap(({ errors }) => errors))],
    };
  };
}

/** Home of the user in whose slice the cgroup is. */
function homesOf(path: LosslessString, accounts: readonly Account[]): LosslessString[] {
  const uid = Number(/\/user-(\d+)\.slice\//.exec(path)?.[1] ?? Number.NaN);
  return accounts.filter((account) => account.uid === uid).map(({ home }) => home);
}

function toContainer({ runtime, id, pod_uid }: ContainerRef, read: ConfigRead): Container {
  const told = read.config ?? NO_CONFIG;
  return { runtime, id, ...told, pod_uid: pod_uid ?? told.pod_uid, unread: whyUnread(read) };
}

function whyUnread({ config, errors }: ConfigRead): string | null {
  if (config !== null) return null;
  const [first] = errors;
  return first === undefined ? "no file of a runtime knows it" : `its files could not be read: ${first.errno}`;
}
