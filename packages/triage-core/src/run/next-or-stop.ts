/** Milliseconds that a phase gets to run dry after its signal fired. */
const GRACE_MS = 500;

/** Pulls from an iterator, and gives up on it `GRACE_MS` after the signal fired. */
export interface Puller<T> {
  /** The next result, or `abandoned` when the iterator did not answer in time. Rejects when the iterator does. */
  next(): Promise<IteratorResult<T> | "abandoned">;
  close(): void;
}

/** A puller over an iterator that may never answer. */
export function createPuller<T>(iterator: AsyncIterator<T>, signal: AbortSignal): Puller<T> {
  let giveUp: (() => void) | null = null;
  let late = false;
  let timer: NodeJS.Timeout | undefined;
  const onAbort = (): void => {
    timer = setTimeout(() => {
      late = true;
      giveUp?.();
    }, GRACE_MS);
  };
  if (signal.aborted) onAbort();
  else signal.addEventListener("abort", onAbort, { once: true });
  return {
    next: () =>
      new Promise((resolve, reject) => {
        if (late) return resolve("abandoned");
        giveUp = () => resolve("abandoned");
        iterator.next().then(resolve, reject);
      }),
    close() {
      clearTimeout(timer);
      signal.removeEventListener("abort", onAbort);
    },
  };
}
