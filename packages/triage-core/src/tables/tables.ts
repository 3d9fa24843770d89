import type { HostReader } from "../contract/host-reader.ts";
import type { FdTable, Tables } from "../contract/tables.ts";
import { readFds } from "./fds.ts";

/** The tables of one run: each is read when first asked for, then kept. */
export function createTables(host: HostReader): Tables {
  let fds: Promise<FdTable> | undefined;
  return {
    fds: () => (fds ??= readFds(host)),
  };
}
