import type { HostReader, Listing, Result } from "../contract/host-reader.ts";

/** PID_MAX_LIMIT of the kernel, so that no listing of /proc is ever cut. */
const MAX_PIDS = 4_194_304;

/** /proc as readdir(3) shows it, and as scandir(3), which a hook of the first does not touch, does before and after. */
export interface ProcListings {
  readonly before: Promise<Result<Listing>>;
  readonly between: Promise<Result<Listing>>;
  readonly after: Promise<Result<Listing>>;
}

/** List /proc, which takes long on a crowded host, once for all who ask. */
export function listProc(host: HostReader): ProcListings {
  const list = (otherView: boolean) => host.list("/proc", { maxEntries: MAX_PIDS, otherView });
  return { before: list(true), between: list(false), after: list(true) };
}
