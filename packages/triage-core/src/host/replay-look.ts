import type { DirEntry, FileStat, Result } from "../contract/host-reader.ts";
import type { LosslessString } from "../text/lossless.ts";
import { pathIn } from "../text/path-in.ts";
import type { RecordedAsk } from "./record.ts";

/** A recorded look at names as the lstats that it stands for. */
export function lstatsOf({ method, path, args, answer }: RecordedAsk): RecordedAsk[] {
  if (method !== "look" || !answer.ok) return [];
  const entries = new Map((answer.value as readonly DirEntry[]).map((entry) => [entry.name, entry]));
  return (args[0] as readonly LosslessString[]).map((name) => {
    const one = pathIn(path, name);
    return { method: "lstat", path: one, args: [], answer: toLstat(one, entries.get(name)) };
  });
}

function toLstat(path: LosslessString, entry: DirEntry | undefined): Result<FileStat> {
  if (entry?.stat != null) return { ok: true, value: entry.stat };
  return { ok: false, error: { op: "lstat", path, errno: entry?.errno ?? "ENOENT" } };
}
