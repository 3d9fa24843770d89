import type { DirEntry, FileStat, Result } from "../contract/host-reader.ts";
import type { LosslessString } from "../text/lossless.ts";
import { pathIn } from "../text/path-in.ts";

/** A look at names, made of lstats. */
export function lookByLstat(
  path: LosslessString,
  names: readonly LosslessString[],
  lstat: (path: LosslessString) => Result<unknown>,
): Result<readonly DirEntry[]> {
  const entries = names.flatMap((name): DirEntry[] => {
    const answer = lstat(pathIn(path, name)) as Result<FileStat>;
    if (answer.ok) return [{ name, type: answer.value.type, stat: answer.value }];
    const { errno } = answer.error;
    return errno === "ENOENT" ? [] : [{ name, type: "unknown", stat: null, errno }];
  });
  return { ok: true, value: entries };
}
