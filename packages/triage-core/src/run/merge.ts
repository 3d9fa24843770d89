/** Values that may wait before their sources are held back. */
const HIGH_WATER = 256;

/** Several streams as one, in the order in which values arrive; a slow consumer holds the sources back. */
export async function* merge<T>(sources: readonly AsyncIterable<T>[]): AsyncGenerator<T> {
  const ready: T[] = [];
  let open = sources.length;
  let failure: { error: unknown } | null = null;
  let wakeConsumer: (() => void) | null = null;
  let wakeSources: (() => void)[] = [];

  async function pump(source: AsyncIterable<T>): Promise<void> {
    try {
      for await (const value of source) {
        ready.push(value);
        wakeConsumer?.();
        if (ready.length >= HIGH_WATER) await new Promise<void>((resolve) => wakeSources.push(resolve));
      }
    } catch (error) {
      failure ??= { error };
    } finally {
      open--;
      wakeConsumer?.();
    }
  }

  for (const source of sources) void pump(source);
  while (open > 0 || ready.length > 0) {
    if (ready.length === 0) {
      await new Promise<void>((resolve) => {
        wakeConsumer = resolve;
      });
      wakeConsumer = null;
    }
    yield* ready.splice(0);
    for (const wake of wakeSources.splice(0)) wake();
  }
  if (failure !== null) throw (failure as { error: unknown }).error;
}
