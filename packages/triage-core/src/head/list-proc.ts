import type { HostReader, Listing, Result } from "../contract/host-reader.ts";
import type { LosslessString } from "../text/lossless.ts";

/** PID_MAX_LIMIT of the kernel, so that no listing of /proc is ever cut. */
const MAX_PIDS = 4_194_304;

/** /proc as two functions of the C library show it. */
export interface ProcViews {
  /** What readdir(3) shows, which user-space rootkits hook. */
  readonly listed: Result<Listing>;
  /** Pids that scandir(3) shows before and after it, and readdir(3) does not; null where they could not be compared. */
  readonly hidden: readonly LosslessString[] | null;
}

/** List /proc, which takes long on a crowded host, once for all who ask; the last look only where the first two differ. */
export async function listProc(host: HostReader): Promise<ProcViews> {
  const list = (otherView: boolean) => host.list("/proc", { maxEntries: MAX_PIDS, otherView });
  const before = pidsOf(await list(true));
  const listed = await list(false);
  const between = pidsOf(listed);
  if (before === null || between === null) return { listed, hidden: null };
  const missing = [...before].filter((pid) => !between.has(pid));
  if (missing.length === 0) return { listed, hidden: [] };
  const after = pidsOf(await list(true));
  return { listed, hidden: after === null ? null : missing.filter((pid) => after.has(pid)) };
}

function pidsOf(listing: Result<Listing>): Set<LosslessString> | null {
  if (!listing.ok || listing.value.more) return null;
  return new Set(listing.value.entries.map(({ name }) => name).filter((name) => /^\d+$/.test(name)));
}
