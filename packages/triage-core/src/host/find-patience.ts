import { lookAtReader, type ReaderLook } from "./reader-look.ts";

const LOOK_MS = 100;
/** A slow disk may look so, too; then the walk does the rest, which costs time and nothing else. */
const MOST_STILL_LOOKS = 4;

/** What is known of the output of a `find` that runs. */
export interface FindProgress {
  /** Chunks taken so far. */
  chunks: number;
  /** Nothing of its output is left to be taken. */
  isAwaited: boolean;
}

/**
 * Watch a `find`, and tell when it stands still: several looks in a row at which it slept, had used no processor time
 * and had written nothing that we had not taken. Returns what ends the watch.
 */
export function watchFind(pid: number, progress: FindProgress, onStuck: () => void): () => void {
  let before: ReaderLook | null = null;
  let chunks = 0;
  let still = 0;
  const check = (): void => {
    const look = lookAtReader(pid);
    const hasMoved = !progress.isAwaited || progress.chunks !== chunks || look === null || look.cpu !== before?.cpu;
    still = hasMoved || look.state === "R" ? 0 : still + 1;
    before = look;
    chunks = progress.chunks;
    if (still === MOST_STILL_LOOKS) onStuck();
  };
  const timer = setInterval(() => setImmediate(check), LOOK_MS);
  timer.unref();
  return () => clearInterval(timer);
}
