/** A value of a stream, and how it is asked for more or told that no more is wanted. */
interface Given<T> {
  readonly value: T;
  readonly taken: (isMoreWanted: boolean) => void;
}

/**
 * Streams as one, `most` of them under way at a time, each asked for more only when what it gave was taken. The next one
 * is waited for while others are under way.
 */
export async function* abreast<T>(sources: AsyncGenerator<AsyncIterable<T>>, most: number): AsyncGenerator<T> {
  const given: Given<T>[] = [];
  const failures: unknown[] = [];
  let underWay = most;
  let isLeft = false;
  let bell = Promise.withResolvers<void>();
  const give = (value: T): Promise<boolean> => {
    if (isLeft) return Promise.resolve(false);
    return new Promise((taken) => {
      given.push({ value, taken });
      bell.resolve();
    });
  };
  const end = (): void => {
    underWay--;
    bell.resolve();
  };
  for (let i = 0; i < most; i++) {
    void follow(sources, give)
      .catch((error: unknown) => failures.push(error))
      .finally(end);
  }
  try {
    while (given.length > 0 || (underWay > 0 && failures.length === 0)) {
      const [first] = given;
      if (first === undefined) {
        await bell.promise;
        bell = Promise.withResolvers();
      } else {
        yield first.value;
        given.shift();
        first.taken(true);
      }
    }
    if (failures.length > 0) throw failures[0];
  } finally {
    isLeft = true;
    for (const { taken } of given) taken(false);
  }
}

/** One stream after the other, as long as more is wanted. */
async function follow<T>(
  sources: AsyncGenerator<AsyncIterable<T>>,
  give: (value: T) => Promise<boolean>,
): Promise<void> {
  for await (const source of sources) {
    for await (const value of source) if (!(await give(value))) return;
  }
}
