import type { HostReader } from "../contract/host-reader.ts";
import type { FdTable, Tables } from "../contract/tables.ts";
import { MAX_FDS, readFds } from "./fds.ts";

/** The tables of one run: each is read when first asked for, then kept; `…Again` reads anew. */
export function createTables(host: HostReader, caps: { readonly maxFds: number } = { maxFds: MAX_FDS }): Tables {
  let fds: Promise<FdTable> | undefined;
  return {
    fds: () => (fds ??= readFds(host, caps.maxFds)),
    fdsAgain: () => readFds(host, caps.maxFds),
  };
}
