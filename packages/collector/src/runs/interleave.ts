/** As many as `limit` items, one of each list in turn: a long list does not keep a short one waiting. */
export function interleave<T>(lists: readonly (readonly T[])[], limit: number): T[] {
  const taken: T[] = [];
  const longest = Math.max(0, ...lists.map(({ length }) => length));
  for (let round = 0; round < longest && taken.length < limit; round++) {
    taken.push(...lists.flatMap((list) => list.slice(round, round + 1)).slice(0, limit - taken.length));
  }
  return taken;
}
