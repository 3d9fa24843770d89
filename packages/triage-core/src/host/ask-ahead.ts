/** What two readers can owe; every open question is memory that outlives the small collections. */
const AHEAD = 512;

/**
 * Ask for every element while keeping a bounded number of questions open, and give the answers in order.
 *
 * `for await (const answer of askAhead(pids, (pid) => host.readFile(`/proc/${pid}/cgroup`, { maxBytes })))`
 */
export async function* askAhead<T, A>(
  elements: readonly T[],
  ask: (element: T) => Promise<A>,
  ahead = AHEAD,
): AsyncGenerator<A, void, undefined> {
  const open: (Promise<A> | undefined)[] = [];
  for (let i = 0; i < elements.length; i++) {
    while (open.length < elements.length && open.length < i + ahead) open.push(ask(elements[open.length] as T));
    yield (await open[i]) as A;
    open[i] = undefined;
  }
}
