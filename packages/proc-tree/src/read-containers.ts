import { fieldGap, type Gathering } from "./gathering.ts";
import type { Process } from "./process.ts";

/** Give every process in a container what its cgroup and the files of the runtime say. */
export async function readContainers(run: Gathering, processes: readonly Process[]): Promise<void> {
  const init = processes.find(({ pid }) => pid === 1)?.namespaces ?? null;
  const cgroups = processes.flatMap(({ cgroup }) => cgroup?.path ?? []);
  const { containers, errors } = await run.tables.containers(cgroups, run.facts.accounts);
  for (const error of errors) fieldGap(run, error, error.path.replace(/[0-9a-f]{64}/, "*"));
  for (const process of processes) {
    const container = containers.get(process.cgroup?.path ?? "");
    if (container === undefined) continue;
    const { unread, ...told } = container;
    process.container = {
      ...told,
      host_network: isShared(process.namespaces?.net, init?.net),
      host_pid: isShared(process.namespaces?.pid, init?.pid),
      unread,
    };
  }
}

function isShared(own: string | null | undefined, host: string | null | undefined): boolean | null {
  return own == null || host == null ? null : own === host;
}
