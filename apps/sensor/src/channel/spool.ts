import { type PackageIds, SpooledPackage } from "./spooled-package.ts";

/** Sealed packages in memory, never on disk. What does not fit waits, and with it whoever brings it. */
export class Spool {
  readonly #packages = new Map<string, SpooledPackage>();
  readonly #limit: number;
  #waiting: (() => void)[] = [];

  constructor(limitBytes: number) {
    this.#limit = limitBytes;
  }

  get bytes(): number {
    return this.list().reduce((sum, { size }) => sum + size, 0);
  }

  list(): SpooledPackage[] {
    return [...this.#packages.values()];
  }

  get(packageId: string): SpooledPackage | undefined {
    return this.#packages.get(packageId);
  }

  open(ids: PackageIds): SpooledPackage {
    const opened = new SpooledPackage(ids);
    this.#packages.set(ids.packageId, opened);
    return opened;
  }

  drop(dropped: SpooledPackage): void {
    this.#packages.delete(dropped.ids.packageId);
    dropped.drop();
    for (const wake of this.#waiting.splice(0)) wake();
  }

  /** Resolves when so many bytes fit, or when waiting has an end. Delivered packages give way. */
  async room(bytes: number, waitingEnds: AbortSignal): Promise<void> {
    while (!waitingEnds.aborted && !this.#makeRoom(bytes)) {
      await new Promise<void>((resolve) => {
        this.#waiting.push(resolve);
        waitingEnds.addEventListener("abort", () => resolve(), { once: true });
      });
    }
  }

  #makeRoom(bytes: number): boolean {
    for (const delivered of this.list().filter(({ committed }) => committed)) {
      if (this.bytes + bytes <= this.#limit) break;
      this.#packages.delete(delivered.ids.packageId);
    }
    return this.bytes + bytes <= this.#limit;
  }
}
