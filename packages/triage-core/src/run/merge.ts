/** Values that may wait before their sources are held back. */
const HIGH_WATER = 256;

/**
 * Several streams of lists as one, in the order in which values arrive; what comes in one turn of the event loop comes as
 * one list. A slow consumer holds the sources back.
 */
export async function* merge<T>(sources: readonly AsyncIterable<readonly T[]>[]): AsyncGenerator<readonly T[]> {
  const ready: T[] = [];
  const held: (() => void)[] = [];
  const failures: unknown[] = [];
  const running = { count: sources.length, wake: (): void => {} };

  async function pump(source: AsyncIterable<readonly T[]>): Promise<void> {
    try {
      for await (const values of source) {
        for (const value of values) ready.push(value);
        running.wake();
        if (ready.length >= HIGH_WATER) await new Promise<void>((resolve) => held.push(resolve));
      }
    } catch (error) {
      failures.push(error);
    } finally {
      running.count--;
      running.wake();
    }
  }

  for (const source of sources) void pump(source);
  while (running.count > 0 || ready.length > 0) {
    if (ready.length === 0) {
      await new Promise<void>((resolve) => {
        running.wake = resolve;
      });
    }
    await new Promise((resolve) => setImmediate(resolve)); // the rest of this turn comes along
    yield ready.splice(0);
    for (const release of held.splice(0)) release();
  }
  if (failures.length > 0) throw failures[0];
}
