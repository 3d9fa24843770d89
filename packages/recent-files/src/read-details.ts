import {
  askAhead,
  type FileOwner,
  type FileStat,
  type HostError,
  type HostReader,
  type OwnerTable,
  type Result,
} from "@livetriage/triage-core";
import type { LosslessString } from "@livetriage/triage-core/text";
import type { Candidate } from "./candidate.ts";
import { type Content, readContent } from "./read-content.ts";

/** A kept file with all of its lstat. */
export interface Looked {
  readonly candidate: Candidate;
  /** Null when the file was not there any more, or something else was. */
  readonly stat: FileStat | null;
  readonly errors: readonly HostError[];
}

/** What was read of a kept file beyond its lstat. Null is unknown, or none. */
export interface Details extends Content {
  readonly link: LosslessString | null;
  /** Null where no package database could be read. */
  readonly packaged: boolean | null;
  readonly owner: FileOwner | null;
}

const AHEAD = 32;

/** All of lstat, of which the engines tell only a part. */
export async function lookAtKept(host: HostReader, kept: readonly Candidate[]): Promise<Looked[]> {
  const stats = new Map(kept.toSorted(byPath).map((candidate) => [candidate, host.lstat(candidate.path)]));
  const looked = kept.map(async (candidate) => {
    const errors: HostError[] = [];
    const stat = valueOf((await stats.get(candidate)) ?? null, errors);
    return { candidate, stat: stat?.type === candidate.stat.type ? stat : null, errors };
  });
  return Promise.all(looked);
}

/** The order in which asks cost least: the reader holds the directories that it used last. */
export function byPath(a: { readonly path: LosslessString }, b: { readonly path: LosslessString }): number {
  return a.path < b.path ? -1 : Number(a.path > b.path);
}

/** Read of every kept file the target of a link and its first bytes; `contents` has the rest. */
export async function* readDetails(
  host: HostReader,
  kept: readonly Looked[],
  contents: Pick<OwnerTable, "databases" | "owners" | "sha256" | "heads">,
): AsyncGenerator<Looked & { readonly details: Details }> {
  yield* askAhead(kept, (looked) => readOne(host, looked, contents), AHEAD);
}

async function readOne(
  host: HostReader,
  looked: Looked,
  contents: Pick<OwnerTable, "databases" | "owners" | "sha256" | "heads">,
): Promise<Looked & { readonly details: Details }> {
  const { path } = looked.candidate;
  const errors = [...looked.errors];
  const link = looked.stat?.type === "symlink" ? valueOf(await host.readLink(path), errors) : null;
  const content = await readContent(host, looked, contents, errors);
  const owner = contents.owners.get(path) ?? null;
  const packaged = contents.databases.length === 0 ? null : owner !== null;
  return { ...looked, details: { ...content, link, packaged, owner }, errors };
}

function valueOf<T>(result: Result<T> | null, errors: HostError[]): T | null {
  if (result === null) return null;
  if (result.ok) return result.value;
  errors.push(result.error);
  return null;
}
