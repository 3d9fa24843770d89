import { isLayered, refusalOf } from "../contract/file-systems.ts";
import type { SkipReason } from "../contract/host-reader.ts";
import type { LosslessString } from "../text/lossless.ts";
import type { Mount } from "./mount-table.ts";

/**
 * A disk may stall under load, and somebody may make traps of single files on any file system (fanotify); what others
 * answer for, and does not answer once, is not asked again.
 */
const OWN_STRIKES = 3;

/** Which mounts are entered. The mount that holds the root always is. */
export class MountPolicy {
  readonly #enter: ReadonlySet<LosslessString>;
  readonly #strikes = new Map<number, number>();

  constructor(enter: readonly LosslessString[]) {
    this.#enter = new Set(enter);
  }

  /** A read on this mount did not come back. */
  strike(mount: number): void {
    this.#strikes.set(mount, (this.#strikes.get(mount) ?? 0) + 1);
  }

  /** The mount that holds the root is entered whatever it is, until it blocks. */
  refusalOfTop(mount: Mount): SkipReason | null {
    return this.#isBlocked(mount) ? "mount_blocked" : null;
  }

  /** Why a mount is not entered; null when it is. `asked`: the path named a place below /proc or /sys itself. */
  refusal(mount: Mount, asked: boolean): SkipReason | null {
    if (this.#isBlocked(mount)) return "mount_blocked";
    if (this.#enter.has(mount.point)) return null;
    const refusal = refusalOf(mount.fsType);
    return refusal === null || (refusal === "pseudo" && asked) ? null : "policy";
  }

  #isBlocked(mount: Mount): boolean {
    const { fsType, point } = mount;
    const most = refusalOf(fsType) !== null || isLayered(fsType, point) ? 1 : OWN_STRIKES;
    return (this.#strikes.get(mount.id) ?? 0) >= most;
  }
}

/** Are the files of this mount the kernel's own figures? */
export function isKernelMade(mount: Mount): boolean {
  return refusalOf(mount.fsType) === "pseudo";
}
