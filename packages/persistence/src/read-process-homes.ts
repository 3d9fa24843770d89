import type { FileBytes, HostFacts, HostReader } from "@livetriage/triage-core";
import { decodeLossless, type LosslessString } from "@livetriage/triage-core/text";
import type { Home } from "./entries/entry.ts";

const MAX_PROCESSES = 65_536;
const ENVIRONMENT_BYTES = 32_768;

/** Processes of one user that are asked: reading an environment waits for the process's own memory. */
const ASKED_OF_EACH = 2;

/** Users whose processes are asked. */
const USERS = 32;

/** What processes of this host have for `HOME`, beside what passwd says. */
export async function readProcessHomes(host: HostReader, facts: HostFacts): Promise<Home[]> {
  if (!facts.live) return [];
  const listing = await host.list("/proc", { maxEntries: MAX_PROCESSES, stat: true });
  if (!listing.ok) return [];
  const processes = listing.value.entries.flatMap(({ name, stat }) =>
    /^\d+$/.test(name) && stat != null ? [{ pid: name, uid: stat.uid }] : [],
  );
  const asked = [...Map.groupBy(processes, ({ uid }) => uid).values()]
    .slice(0, USERS)
    .flatMap((ofUser) => ofUser.slice(-ASKED_OF_EACH));
  const homes = await Promise.all(asked.map(({ pid, uid }) => homeOf(host, pid, uid, facts)));
  return homes.filter((home) => home !== null);
}

async function homeOf(host: HostReader, pid: string, uid: number, facts: HostFacts): Promise<Home | null> {
  const answer = await host.readSet(`/proc/${pid}`, [{ file: "environ", maxBytes: ENVIRONMENT_BYTES }]);
  const environment = answer.ok ? answer.value.parts[0] : undefined;
  if (environment?.ok !== true) return null;
  const path = homeIn(environment.value as FileBytes);
  return path === null ? null : { path, user: facts.userName(uid), inferred: true };
}

function homeIn({ bytes }: FileBytes): LosslessString | null {
  return /(?:^|\0)HOME=(\/[^\0]+)/.exec(decodeLossless(bytes))?.[1] ?? null;
}
