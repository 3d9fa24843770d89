const LOOK_EVERY_MS = 50;

/** True as soon as `isSo`, false when it is not within so long. */
export async function until(isSo: () => boolean, ms: number): Promise<boolean> {
  const end = performance.now() + ms;
  while (!isSo()) {
    if (performance.now() > end) return false;
    await wait(LOOK_EVERY_MS);
  }
  return true;
}

export function wait(ms: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, ms);
  });
}
