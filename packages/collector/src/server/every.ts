/** Do something again and again, never twice at once; gives what ends it. */
export function every(ms: number, work: () => Promise<void>, onFailure: (error: unknown) => void): () => void {
  let isUnderWay = false;
  const timer = setInterval(() => {
    if (isUnderWay) return;
    isUnderWay = true;
    void work()
      .catch(onFailure)
      .finally(() => {
        isUnderWay = false;
      });
  }, ms);
  timer.unref();
  return () => clearInterval(timer);
}
