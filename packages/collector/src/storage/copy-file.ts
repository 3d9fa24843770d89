import type { Disk } from "./disk.ts";

/** Bytes that are held at a time. */
const WINDOW_BYTES = 1_048_576;

/** Copy a file as far as it goes now; durable when it returns. */
export async function copyFile(from: Disk, to: Disk, name: string): Promise<void> {
  const file = await to.create(name);
  const window = Buffer.allocUnsafeSlow(WINDOW_BYTES);
  for (let position = 0; ; position += WINDOW_BYTES) {
    const bytes = await from.read(name, position, window);
    if (bytes.length === 0) break;
    await file.append([bytes]);
  }
  await file.sync();
  await file.close();
}
