import { askAhead, type HostError, type HostReader } from "@livetriage/triage-core";
import type { Candidate } from "./candidate.ts";
import type { Details } from "./to-item.ts";

/** A kept file with what was read of it. */
export interface Detailed {
  readonly candidate: Candidate;
  readonly details: Details;
  readonly errors: readonly HostError[];
}

/** Read what lstat does not tell: the target of a symbolic link. */
export async function* readDetails(host: HostReader, kept: readonly Candidate[]): AsyncGenerator<Detailed> {
  let i = 0;
  for await (const link of askAhead(kept, (candidate) => readLinkOf(host, candidate))) {
    const candidate = kept[i++] as Candidate;
    yield { candidate, details: { link: link.ok ? link.value : null }, errors: link.ok ? [] : [link.error] };
  }
}

async function readLinkOf(host: HostReader, { path, stat, seen: { link } }: Candidate) {
  if (stat.type !== "symlink" || (link !== undefined && link !== null))
    return { ok: true as const, value: link ?? null };
  return host.readLink(path);
}
