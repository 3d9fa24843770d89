/** Streams as one, `most` of them under way at a time, each asked for more only when what it gave was taken. */
export async function* abreast<T>(sources: readonly AsyncIterable<T>[], most: number): AsyncGenerator<T> {
  const waiting = sources.map((source) => source[Symbol.asyncIterator]());
  const running = new Set<AsyncIterator<T>>();
  const ready: { readonly iterator: AsyncIterator<T>; readonly result: IteratorResult<T> }[] = [];
  const failures: unknown[] = [];
  let wake = (): void => {};
  const pull = (iterator: AsyncIterator<T>): void => {
    running.add(iterator);
    iterator
      .next()
      .then((result) => ready.push({ iterator, result }))
      .catch((error: unknown) => failures.push(error))
      .finally(() => wake());
  };
  for (const iterator of waiting.splice(0, most)) pull(iterator);
  try {
    while (running.size > 0 && failures.length === 0) {
      const next = ready.shift();
      if (next === undefined) {
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      } else if (next.result.done === true) {
        running.delete(next.iterator);
        for (const iterator of waiting.splice(0, 1)) pull(iterator);
      } else {
        yield next.result.value;
        pull(next.iterator);
      }
    }
    if (failures.length > 0) throw failures[0];
  } finally {
    for (const iterator of running) void iterator.return?.();
  }
}
