import { type FileStat, type KnownFile, type Truncation, toGroups } from "@livetriage/triage-core";
import { type LosslessString, toText } from "@livetriage/triage-core/text";
import type { Candidate } from "./candidate.ts";
import type { Looked } from "./read-details.ts";

/** Which kept files are read whole for their sha256, and what the budget cost. */
export interface ContentPlan {
  readonly hashed: readonly KnownFile[];
  readonly truncations: readonly Truncation[];
}

/** Limits of what is read of the kept files. */
export interface ContentLimits {
  readonly content_bytes: number;
  readonly file_bytes: number;
}

/** Give the budget to the kept files in their order; a file above the limit for one file is left out, however sparse. */
export function planContent(kept: readonly Looked[], limits: ContentLimits): ContentPlan {
  const hashed: KnownFile[] = [];
  const tooLarge: LosslessString[] = [];
  const beyond: LosslessString[] = [];
  let left = BigInt(limits.content_bytes);
  for (const { candidate, stat } of kept) {
    if (stat?.type !== "file" || isEmptyOf(candidate, stat)) continue;
    if (stat.size > BigInt(limits.file_bytes)) tooLarge.push(candidate.directory);
    else if (stat.size > left) beyond.push(candidate.directory);
    else {
      hashed.push({ path: candidate.path, stat });
      left -= stat.size;
    }
  }
  const truncations = [
    toTruncation("file_bytes", limits.file_bytes, "the smaller files", tooLarge),
    toTruncation("content_bytes", limits.content_bytes, "the files ranked first that fit", beyond),
  ];
  return { hashed, truncations: truncations.filter(({ dropped }) => dropped > 0) };
}

/** An empty file needs no reading, unless its package may say that it should not be empty. */
export function isEmptyOf({ origin }: Candidate, stat: FileStat): boolean {
  return stat.size === 0n && origin === undefined;
}

function toTruncation(cap: string, limit: number, kept: string, directories: readonly LosslessString[]): Truncation {
  const perDirectory = new Map<string, number>();
  for (const directory of directories) {
    const key = toText(directory).text;
    perDirectory.set(key, (perDirectory.get(key) ?? 0) + 1);
  }
  const groups = toGroups(perDirectory);
  return {
    cap,
    limit,
    unit: "files",
    source: "sha256",
    dropped: directories.length,
    dropped_is: "exact",
    kept,
    groups,
  };
}
