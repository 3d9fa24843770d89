import type { HostReader } from "../contract/host-reader.ts";
import type { Tables } from "../contract/tables.ts";
import { createContainers } from "./containers/containers.ts";
import { createFds, MAX_FDS } from "./fds/fds.ts";
import { createImages, MAX_IMAGE_BYTES } from "./images.ts";
import { createOwners } from "./owners/owners.ts";

/** Limits of the tables, and what is known of the run. */
interface TableOptions {
  readonly maxFds?: number;
  /** A phase of the run asks for the descriptors of all processes. */
  readonly wantsFds?: boolean;
  readonly maxImageBytes?: bigint;
  /** We may not read files without moving their time of access. */
  readonly leavesTrace?: boolean;
}

/** The tables of one run: each is read when first asked for, then kept; `…Again` reads anew. */
export function createTables(host: HostReader, options: TableOptions = {}): Tables {
  const { maxFds = MAX_FDS, wantsFds = false, maxImageBytes = MAX_IMAGE_BYTES, leavesTrace = false } = options;
  return {
    ...createFds(host, { maxFds, wanted: wantsFds }),
    images: createImages(host, maxImageBytes),
    ...createOwners(host, { leavesTrace }),
    containers: createContainers(host),
  };
}
