import type { Disk } from "../../src/storage/disk.ts";

/** What happens at a write or sync: nothing, or it fails with this errno, having written the first part of the bytes. */
export type Fault = string | null;

/** A disk whose operations are counted, and of which some fail. */
export function faultyDisk(
  disk: Disk,
  faultAt: (operation: number, name: string) => Fault,
): Disk & { operations: number } {
  const counted = {
    operations: 0,
    list: disk.list,
    read: disk.read,
    async create(name: string) {
      await strike("create");
      const file = await disk.create(name);
      return {
        async append(parts: readonly Uint8Array[]) {
          const bytes = Buffer.concat(parts);
          await strike("append", () => file.append([bytes.subarray(0, bytes.length >> 1)]));
          await file.append(parts);
        },
        async sync() {
          await strike("sync");
          await file.sync();
        },
        close: file.close,
      };
    },
    async sync(name: string) {
      await strike("sync");
      await disk.sync(name);
    },
    async truncate(name: string, length: number) {
      await strike("truncate");
      await disk.truncate(name, length);
    },
    async remove(name: string) {
      await strike("remove");
      await disk.remove(name);
    },
  };
  async function strike(what: string, before?: () => Promise<void>): Promise<void> {
    counted.operations += 1;
    const code = faultAt(counted.operations, what);
    if (code === null) return;
    await before?.();
    throw Object.assign(new Error(`${what}: ${code}`), { code });
  }
  return counted;
}
