import { type BigIntStats, lstatSync, statSync } from "node:fs";
import type { LosslessString } from "../text/lossless.ts";
import { HostFault } from "./host-fault.ts";
import { isAwayLink, isProcPath, leadsAway } from "./kernel-path.ts";
import { isKernelMade } from "./mount-policy.ts";
import type { OpenForm } from "./open-file.ts";
import type { ReaderState } from "./state.ts";

/** A name that can be opened or looked at now. */
export interface Spot {
  readonly name: string | Buffer;
  readonly stat: BigIntStats;
  readonly form: OpenForm;
  /** Where it is within the root; the kernel's own links are not spelt out. */
  readonly path: LosslessString;
}

/** Files of /proc are taken directly, everything else is resolved step by step. */
export function findSpot(state: ReaderState, path: LosslessString, follow: boolean): Spot {
  const { resolver } = state;
  if (isDirect(state, path)) {
    if (leadsAway(path) || (follow && isAwayLink(path))) throw new HostFault("open", "SKIPPED", "policy");
    const stat = (follow ? statSync : lstatSync)(path, { bigint: true });
    return { name: path, stat, form: path.endsWith("/exe") ? "image" : "kernel", path };
  }
  const place = resolver.locate(path, follow);
  const form = isKernelMade(place.dir.mount) ? "kernel" : "file";
  return { name: place.name, stat: place.stat, form, path: resolver.pathOf(place) };
}

/** Is this a path of the running kernel's own files, with nothing mounted over it? */
export function isDirect({ resolver }: ReaderState, path: LosslessString): boolean {
  if (!resolver.wholeHost || !isProcPath(path)) return false;
  resolver.tree.refresh();
  return !resolver.tree.isOvermounted(path);
}
