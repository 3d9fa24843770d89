import { Exit } from "../exit.ts";

/** What a run is told that ends with a sentence: exit code and sentence, or `accepted`. */
export function refusal(run: () => unknown): string {
  try {
    run();
  } catch (error) {
    if (error instanceof Exit) return `${error.code} ${error.message}`;
    throw error;
  }
  return "accepted";
}
