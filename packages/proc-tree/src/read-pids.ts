import { type HostReader, type TriageError, toTriageError } from "@livetriage/triage-core";

/** pid_max of a 64-bit kernel, and room for the other names. */
const MAX_ENTRIES = 4_194_304 + 4096;
const SOURCE = "/proc";

export type Pids =
  | { readonly ok: true; readonly pids: readonly number[]; readonly more: boolean }
  | { readonly ok: false; readonly error: TriageError };

/**
 * The processes that a listing of /proc shows, in ascending order.
 *
 * Errors: what the listing answered; `unsupported` when the directory has no process in it, as in an image.
 * Source: proc(5)
 */
export async function readPids(host: HostReader): Promise<Pids> {
  const listing = await host.list(SOURCE, { maxEntries: MAX_ENTRIES });
  if (!listing.ok) {
    const missing = listing.error.errno === "ENOENT" || listing.error.errno === "ENOTDIR";
    const kind = missing ? ({ kind: "io" } as const) : {};
    return { ok: false, error: toTriageError(listing.error, { scope: "phase", source: SOURCE, ...kind }) };
  }
  const pids = listing.value.entries.map(({ name }) => toPid(name)).filter((pid) => pid !== null);
  if (pids.length === 0) {
    const message = "No process directory: /proc of a running host is not mounted here.";
    return { ok: false, error: { kind: "unsupported", scope: "phase", source: "/proc/[pid]", message } };
  }
  return { ok: true, pids: pids.toSorted((a, b) => a - b), more: listing.value.more };
}

function toPid(name: string): number | null {
  return /^[1-9][0-9]{0,9}$/.test(name) ? Number(name) : null;
}
