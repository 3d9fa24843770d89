import type { FileBytes, HostFacts, HostReader } from "@livetriage/triage-core";
import { decodeLossless, type LosslessString, splitLines } from "@livetriage/triage-core/text";
import { type Inclusion, isTame } from "./entries/inclusion.ts";
import { namespaceOf } from "./find-insides.ts";

const MAX_PROCESSES = 65_536;
const MAPS_BYTES = 1_048_576;

/** Processes that are asked: reading their maps waits for their own memory. */
const ASKED = 12;

/** Fewer processes than these say nothing of every process. */
const ENOUGH = 3;

/**
 * Libraries that most processes of this host run code of, whatever ld.so.preload says of itself: a few processes from all
 * over the pids are asked.
 */
export async function readMappedLibraries(host: HostReader, facts: HostFacts): Promise<Inclusion[]> {
  if (!facts.live) return [];
  const listing = await host.list("/proc", { maxEntries: MAX_PROCESSES });
  if (!listing.ok) return [];
  const pids = listing.value.entries.map(({ name }) => name).filter((name) => /^\d+$/.test(name));
  const step = Math.max(Math.ceil(pids.length / ASKED), 1);
  const first = await namespaceOf(host, 1);
  const found = await Promise.all(pids.filter((_pid, i) => i % step === 0).map((pid) => librariesOf(host, pid, first)));
  const dynamic = found.filter((libraries) => libraries.length > 0);
  const counts = Map.groupBy(dynamic.flat(), (path) => path);
  return [...counts].flatMap(([glob, { length }]) => {
    const isOfMost = length >= ENOUGH && length * 2 > dynamic.length;
    return isOfMost && isTame(glob) ? [{ glob, mechanism: "mapped_library" }] : [];
  });
}

/** Shared objects that a process of the host's own mount namespace has mapped to run. */
async function librariesOf(host: HostReader, pid: string, namespace: string | null): Promise<LosslessString[]> {
  if ((await namespaceOf(host, pid)) !== namespace) return [];
  const answer = await host.readSet(`/proc/${pid}`, [{ file: "maps", maxBytes: MAPS_BYTES }]);
  const maps = answer.ok ? answer.value.parts[0] : undefined;
  return maps?.ok === true ? parseLibraries(decodeLossless((maps.value as FileBytes).bytes)) : [];
}

/** Paths of mappings that may be executed and are named like libraries. Source: proc_pid_maps(5). */
function parseLibraries(maps: LosslessString): LosslessString[] {
  const paths = splitLines(maps).map((line) => /^\S+ ..x. \S+ \S+ \d+ +(\/.*\.so(?:\.[^/]*)?)$/.exec(line)?.[1]);
  return [...new Set(paths.filter((path) => path !== undefined))];
}
