import type { PhaseContext, TriageError, Truncation } from "@livetriage/triage-core";
import type { PersistenceCaps } from "./caps.ts";
import type { Cutter } from "./cut.ts";
import { findInsides, type Inside, namespaceOf } from "./find-insides.ts";
import { type Look, lookInside } from "./look.ts";
import type { Mechanism } from "./mechanisms/mechanism.ts";

/** Look at the roots of other mount namespaces, one after another. */
export async function lookAtContainers(
  context: PhaseContext<PersistenceCaps>,
  mechanisms: readonly Mechanism[],
  cutter: Cutter,
): Promise<Look[]> {
  const { host, facts, caps } = context;
  if (host.within === undefined) return [told([noProcesses()], [])];
  const insides = await findInsides(host, facts);
  const looks: Look[] = [];
  for (const inside of insides.slice(0, caps.containers)) {
    if (context.signal.aborted) break;
    const entered = host.within(inside.pid);
    const found = await lookInside(context, inside, entered, mechanisms, cutter);
    entered.close();
    const now = await namespaceOf(host, inside.pid);
    looks.push(now === null || now === inside.namespace ? found : told([replaced(inside)], []));
  }
  const dropped = insides.length - looks.length;
  return dropped > 0 ? [...looks, told([], [containersTruncation(caps.containers, dropped)])] : looks;
}

function told(errors: readonly TriageError[], truncations: readonly Truncation[]): Look {
  return { findings: [], errors, truncations, databases: [], zone: "UTC" };
}

/** Another process had the pid when its root was opened, or took it since: whose files they were is not known. */
function replaced({ pid, namespace }: Inside): TriageError {
  return { kind: "vanished", scope: "source", source: `mnt:[${namespace}]`, path: `/proc/${pid}/root` };
}

function noProcesses(): TriageError {
  return { kind: "unsupported", scope: "source", source: "/proc/PID/root", message: "no running host" };
}

function containersTruncation(limit: number, dropped: number): Truncation {
  return {
    cap: "containers",
    limit,
    unit: "entries",
    source: "mount namespaces",
    dropped,
    dropped_is: "exact",
    kept: "those of the lowest pids",
    groups: [],
  };
}
