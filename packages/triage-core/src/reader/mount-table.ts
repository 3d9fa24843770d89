import { decodeLossless, type LosslessString } from "../text/lossless.ts";

/** One mount, as far as a walk must know it. */
export interface Mount {
  readonly id: number;
  readonly parent: number;
  readonly point: LosslessString;
  readonly fsType: string;
}

const PROCESS = /^\/proc\/[^/]+/;

/** Mounts by what they cover. */
export class MountTable {
  readonly #children = new Map<string, Mount>();
  readonly #points = new Set<LosslessString>();
  readonly #above = new Set<LosslessString>();
  readonly #processes = new Set<LosslessString>();
  readonly root: Mount;

  constructor(mounts: readonly Mount[]) {
    const ids = new Set(mounts.map((mount) => mount.id));
    for (const mount of mounts) {
      this.#children.set(`${mount.parent} ${mount.point}`, mount);
      this.#points.add(mount.point);
      this.#above.add(mount.point.slice(0, mount.point.lastIndexOf("/")) || "/");
      const process = PROCESS.exec(mount.point)?.[0];
      if (process !== undefined) this.#processes.add(process);
    }
    const base = mounts.find((mount) => mount.point === "/" && !ids.has(mount.parent)) ?? NO_MOUNT;
    this.root = this.cross(base, "/");
  }

  /** The mount that a step onto `point` enters, coming from `mount`; the same one where nothing is mounted. */
  cross(mount: Mount, point: LosslessString): Mount {
    if (!this.#points.has(point)) return mount;
    let at = mount;
    for (let depth = 0; depth <= this.#children.size; depth++) {
      const over = this.#children.get(`${at.id} ${point}`);
      if (over === undefined || over === at) break;
      at = over;
    }
    return at;
  }

  covers(point: LosslessString): boolean {
    return this.#points.has(point);
  }

  /** Is anything mounted below the directory of the process that a path below /proc is about? */
  isInProcess(path: LosslessString): boolean {
    return this.#processes.size > 0 && this.#processes.has(PROCESS.exec(path)?.[0] ?? "");
  }

  /** Does a name directly in this directory carry a mount? */
  isAbove(dir: LosslessString): boolean {
    return this.#above.has(dir);
  }
}

/** Where there is no mount table at all. */
const NO_MOUNT: Mount = { id: 0, parent: 0, point: "/", fsType: "" };

/**
 * Shape:  `36 35 98:0 /mnt1 /mnt2 rw,noatime master:1 - ext3 /dev/root rw`; spaces and newlines of paths as `\040`.
 * Errors: a line that is not of this shape is left out.
 * Source: proc_pid_mountinfo(5)
 */
export function parseMounts(bytes: Uint8Array): Mount[] {
  const mounts: Mount[] = [];
  for (const line of decodeLossless(bytes).split("\n")) {
    const fields = line.split(" ");
    const dash = fields.indexOf("-", 6);
    const [id, parent, device, , point] = fields;
    const fsType = fields[dash + 1];
    if (dash < 0 || point === undefined || fsType === undefined || device === undefined) continue;
    mounts.push({
      id: Number(id),
      parent: Number(parent),
      point: point.replace(/\\([0-7]{3})/g, (_, octal: string) => String.fromCharCode(Number.parseInt(octal, 8))),
      fsType,
    });
  }
  return mounts;
}
