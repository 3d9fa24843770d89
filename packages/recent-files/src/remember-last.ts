import type { LosslessString } from "@livetriage/triage-core/text";

/** A function of directories that remembers its last answer, for what an engine sees comes directory by directory. */
export function rememberLast<T>(answer: (directory: LosslessString) => T): (directory: LosslessString) => T {
  let last: { readonly directory: LosslessString; readonly answer: T } | undefined;
  return (directory) => {
    if (last?.directory !== directory) last = { directory, answer: answer(directory) };
    return last.answer;
  };
}
