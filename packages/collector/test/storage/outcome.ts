/** A history: what was done to a storage, and what was wrong afterwards. */
export interface Outcome {
  readonly point: string;
  readonly problems: readonly string[];
}

/** Histories run at a time. */
const LANES = 3;

/** What went wrong in the histories of so many seeds, each told with its seed. */
export async function problemsOf(
  run: (seed: number) => Promise<Outcome>,
  start: number,
  count: number,
): Promise<string[]> {
  const problems: string[] = [];
  const seeds = Array.from({ length: count }, (_, index) => start + index).values();
  const lane = async (): Promise<void> => {
    for (const seed of seeds) {
      const outcome = await run(seed);
      problems.push(...outcome.problems.map((problem) => `seed ${seed}, ${outcome.point}: ${problem}`));
    }
  };
  await Promise.all(Array.from({ length: LANES }, lane));
  return problems;
}
