import type { FileHash, HostReader, ReadPart, Result } from "../contract/host-reader.ts";
import type { ImageHash, RunningImage, Tables } from "../contract/tables.ts";

/** Bytes of program images that one run hashes. */
export const MAX_IMAGE_BYTES = 268_435_456n;

/**
 * Hashes of program images through `/proc/[pid]/exe`, each image once per run, the largest last, within a budget of bytes.
 *
 * Units: `budget` is bytes over all calls of one run.
 */
export function createImages(host: HostReader, budget: bigint): Tables["images"] {
  const known = new Map<string, Promise<ImageHash>>();
  let left = budget;
  return async (wanted) => {
    for (const image of wanted.toSorted((a, b) => Number(a.size - b.size))) {
      if (known.has(image.key)) continue;
      const fits = image.size <= left;
      if (fits) left -= image.size;
      known.set(image.key, fits ? hashImage(host, image) : Promise.resolve({ sha256: null, error: null }));
    }
    const keys = [...new Set(wanted.map(({ key }) => key))];
    const hashes = await Promise.all(keys.map((key) => known.get(key) as Promise<ImageHash>));
    return new Map(keys.map((key, i) => [key, hashes[i] as ImageHash]));
  };
}

async function hashImage(host: HostReader, { dir, start_ticks, size }: RunningImage): Promise<ImageHash> {
  const parts: readonly ReadPart[] = [{ hash: "exe", maxBytes: Number(size) }];
  const set = await host.readSet(dir, parts, { expect: { start_ticks } });
  const hash = set.ok ? (set.value.parts[0] as Result<FileHash>) : set;
  if (!hash.ok) return { sha256: null, error: hash.error };
  return { sha256: hash.value.more ? null : hash.value.sha256, error: null };
}
