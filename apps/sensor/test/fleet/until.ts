import { wait } from "../../src/wait.ts";

const LOOK_MS = 3;
const MOST_MS = 60_000;

/** Resolves when it is so. Errors: throws when it is not within a minute. */
export async function until(what: string, isSo: () => boolean): Promise<void> {
  for (const end = performance.now() + MOST_MS; !isSo(); await wait(LOOK_MS)) {
    if (performance.now() > end) throw new Error(`not within ${MOST_MS / 1_000} s: ${what}`);
  }
}
