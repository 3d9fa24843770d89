import type { HostReader } from "../contract/host-reader.ts";
import type { FdTable, Tables } from "../contract/tables.ts";
import { createContainers } from "./containers/containers.ts";
import { MAX_FDS, readFds } from "./fds.ts";
import { createImages, MAX_IMAGE_BYTES } from "./images.ts";
import { createOwners } from "./owners/owners.ts";

/** Limits of the tables. */
interface TableCaps {
  readonly maxFds?: number;
  readonly maxImageBytes?: bigint;
  /** We may not read files without moving their time of access. */
  readonly leavesTrace?: boolean;
}

/** The tables of one run: each is read when first asked for, then kept; `…Again` reads anew. */
export function createTables(host: HostReader, caps: TableCaps = {}): Tables {
  const { maxFds = MAX_FDS, maxImageBytes = MAX_IMAGE_BYTES, leavesTrace = false } = caps;
  let fds: Promise<FdTable> | undefined;
  return {
    fds: () => (fds ??= readFds(host, maxFds)),
    fdsAgain: () => readFds(host, maxFds),
    images: createImages(host, maxImageBytes),
    ...createOwners(host, { leavesTrace }),
    containers: createContainers(host),
  };
}
