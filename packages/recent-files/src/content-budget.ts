import { type Truncation, toGroups } from "@livetriage/triage-core";
import { toText } from "@livetriage/triage-core/text";
import type { Candidate } from "./candidate.ts";

/** Which kept files are read whole for their sha256, and what the budget cost. */
export interface ContentPlan {
  readonly hashed: ReadonlySet<Candidate>;
  readonly truncations: readonly Truncation[];
}

/** Limits of what is read of the kept files. */
export interface ContentLimits {
  readonly content_bytes: number;
  readonly file_bytes: number;
}

/** Give the budget to the kept files in their order; a file above the limit for one file is left out, however sparse. */
export function planContent(kept: readonly Candidate[], limits: ContentLimits): ContentPlan {
  const hashed = new Set<Candidate>();
  const tooLarge: Candidate[] = [];
  const beyond: Candidate[] = [];
  let left = BigInt(limits.content_bytes);
  for (const candidate of kept) {
    const { type, size } = candidate.stat;
    if (type !== "file") continue;
    if (size > BigInt(limits.file_bytes)) tooLarge.push(candidate);
    else if (size > left) beyond.push(candidate);
    else {
      hashed.add(candidate);
      left -= size;
    }
  }
  const truncations = [
    toTruncation("file_bytes", limits.file_bytes, "the smaller files", tooLarge),
    toTruncation("content_bytes", limits.content_bytes, "the files ranked first that fit", beyond),
  ];
  return { hashed, truncations: truncations.filter(({ dropped }) => dropped > 0) };
}

function toTruncation(cap: string, limit: number, kept: string, files: readonly Candidate[]): Truncation {
  const perDirectory = new Map<string, number>();
  for (const { directory } of files) {
    const key = toText(directory).text;
    perDirectory.set(key, (perDirectory.get(key) ?? 0) + 1);
  }
  const groups = toGroups(perDirectory);
  return { cap, limit, unit: "files", source: "sha256", dropped: files.length, dropped_is: "exact", kept, groups };
}
