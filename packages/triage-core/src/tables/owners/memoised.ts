/** A function that is asked once for each first argument. */
export function memoised<Rest extends unknown[], Value>(
  make: (key: string, ...rest: Rest) => Value,
): (key: string, ...rest: Rest) => Value {
  const known = new Map<string, { readonly value: Value }>();
  return (key, ...rest) => {
    const made = known.get(key) ?? { value: make(key, ...rest) };
    known.set(key, made);
    return made.value;
  };
}
