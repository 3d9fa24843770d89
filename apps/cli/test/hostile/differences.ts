/**
 * Where `actual` is not as expected, one sentence each. Only the keys of `expected` count; a list holds its elements in
 * any place, a regular expression and a function test the value.
 */
export function differences(
  what: string,
  actual: Readonly<Record<string, unknown>>,
  expected: Readonly<Record<string, unknown>>,
): string[] {
  return Object.entries(expected).flatMap(([key, wanted]) =>
    fits(actual[key], wanted) ? [] : [`${what}: ${key} is ${JSON.stringify(actual[key])}, not ${say(wanted)}`],
  );
}

function fits(actual: unknown, wanted: unknown): boolean {
  if (wanted instanceof RegExp) return wanted.test(String(actual));
  if (typeof wanted === "function") return (wanted as (value: unknown) => boolean)(actual);
  if (Array.isArray(wanted)) return Array.isArray(actual) && wanted.every((one) => actual.some((it) => fits(it, one)));
  return JSON.stringify(actual) === JSON.stringify(wanted);
}

function say(wanted: unknown): string {
  return wanted instanceof RegExp || typeof wanted === "function" ? String(wanted) : JSON.stringify(wanted);
}

/** A tally of this kind over this source, naming an object where `path` is given; the sentence that it is missing else. */
export function untold(
  tallies: readonly {
    kind: string;
    why?: string | undefined;
    source: string;
    samples: readonly { path?: string | undefined }[];
  }[],
  wanted: { readonly kind: string; readonly why?: string; readonly source?: RegExp; readonly path?: RegExp },
): string[] {
  const told = tallies.some(
    ({ kind, why, source, samples }) =>
      kind === wanted.kind &&
      (wanted.why === undefined || why === wanted.why) &&
      (wanted.source?.test(source) ?? true) &&
      (wanted.path === undefined || samples.some(({ path }) => wanted.path?.test(path ?? ""))),
  );
  const all = tallies.map(({ kind, source, samples }) => `${kind} ${source} ${samples[0]?.path ?? ""}`).join("; ");
  return told
    ? []
    : [`no error of kind ${wanted.kind} over ${wanted.source ?? wanted.path ?? "anything"}, but ${all || "none"}`];
}
