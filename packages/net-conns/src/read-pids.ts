import { type HostReader, type TriageError, toTriageError } from "@livetriage/triage-core";

/** PID_MAX_LIMIT of the kernel, so that no listing of /proc is ever cut. */
const MAX_PIDS = 4_194_304;

/** The processes that a listing of /proc shows. */
export async function readPids(
  host: HostReader,
): Promise<{ readonly pids: readonly number[]; readonly errors: readonly TriageError[] }> {
  const listing = await host.list("/proc", { maxEntries: MAX_PIDS });
  if (!listing.ok) return { pids: [], errors: [toTriageError(listing.error, { scope: "source", source: "/proc" })] };
  const names = listing.value.entries.map(({ name }) => name).filter((name) => /^\d+$/.test(name));
  return { pids: names.map(Number), errors: [] };
}
