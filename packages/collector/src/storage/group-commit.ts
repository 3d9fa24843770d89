import { setImmediate, setTimeout } from "node:timers/promises";

interface Waiting<T, R> {
  readonly item: T;
  readonly resolve: (result: R) => void;
  readonly reject: (error: unknown) => void;
}

/**
 * Write what waits in one go, one go at a time: the price of making it durable is paid once for all of it.
 *
 * `write` gives one result for each item, or fails for all of them. It takes no more than `share` of the time: after each
 * go there is a pause in which more can gather.
 */
export function groupCommit<T, R>(
  write: (items: readonly T[]) => Promise<readonly R[]>,
  share = 1,
): (item: T) => Promise<R> {
  let waiting: Waiting<T, R>[] = [];
  let isWriting = false;

  const writeAll = async (): Promise<void> => {
    isWriting = true;
    while (waiting.length > 0) {
      await setImmediate(); // who asks in the same turn of the loop comes along
      const batch = waiting;
      waiting = [];
      const begun = performance.now();
      try {
        const results = await write(batch.map(({ item }) => item));
        for (const [index, { resolve }] of batch.entries()) resolve(results[index] as R);
      } catch (error) {
        for (const { reject } of batch) reject(error);
      }
      const pauseMs = (performance.now() - begun) * (1 / share - 1);
      if (pauseMs >= 1) await setTimeout(pauseMs);
    }
    isWriting = false;
  };

  return (item) =>
    new Promise((resolve, reject) => {
      waiting.push({ item, resolve, reject });
      if (!isWriting) void writeAll();
    });
}
