import {
  askAhead,
  type FileOwner,
  type FileStat,
  type HostError,
  type HostReader,
  type OwnerTable,
  type Result,
} from "@livetriage/triage-core";
import { decodeLossless, type LosslessString } from "@livetriage/triage-core/text";
import type { Candidate } from "./candidate.ts";
import { type Kind, MAGIC_BYTES, parseInterpreter, parseMagic } from "./parse/magic.ts";

/** A kept file with all of its lstat. */
export interface Looked {
  readonly candidate: Candidate;
  /** Null when the file was not there any more, or something else was. */
  readonly stat: FileStat | null;
  readonly errors: readonly HostError[];
}

/** What was read of a kept file beyond its lstat. Null is unknown, or none. */
export interface Details {
  readonly link: LosslessString | null;
  readonly kind: Kind | null;
  readonly interpreter: LosslessString | null;
  readonly sha256: string | null;
  /** Null where no package database could be read. */
  readonly packaged: boolean | null;
  readonly owner: FileOwner | null;
}

const AHEAD = 32;

/** The rest of lstat where the engine told only a part of it. */
export async function lookAtKept(host: HostReader, kept: readonly Candidate[]): Promise<Looked[]> {
  const stats = await Promise.all(
    kept.map(async ({ path, seen }) => (seen.whole === undefined ? host.lstat(path) : { ok: true, value: seen.whole })),
  );
  return kept.map((candidate, i) => {
    const errors: HostError[] = [];
    const stat = valueOf((stats[i] ?? null) as Result<FileStat> | null, errors);
    return { candidate, stat: stat?.type === candidate.stat.type ? stat : null, errors };
  });
}

/** Read of every kept file the target of a link and its first bytes; `contents` has the rest. */
export async function* readDetails(
  host: HostReader,
  kept: readonly Looked[],
  contents: Pick<OwnerTable, "databases" | "owners" | "sha256">,
): AsyncGenerator<Looked & { readonly details: Details }> {
  yield* askAhead(kept, (looked) => readOne(host, looked, contents), AHEAD);
}

async function readOne(
  host: HostReader,
  looked: Looked,
  contents: Pick<OwnerTable, "databases" | "owners" | "sha256">,
): Promise<Looked & { readonly details: Details }> {
  const { path } = looked.candidate;
  const type = looked.stat?.type;
  const asked = [
    type === "symlink" ? host.readLink(path) : null,
    type === "file" ? host.readFile(path, { maxBytes: MAGIC_BYTES }) : null,
  ] as const;
  const errors = [...looked.errors];
  const link = valueOf(await asked[0], errors);
  const start = valueOf(await asked[1], errors);
  const owner = contents.owners.get(path) ?? null;
  const details: Details = {
    link,
    kind: start === null ? null : parseMagic(start.bytes),
    interpreter: start === null ? null : interpreterOf(start.bytes),
    sha256: contents.sha256.get(path) ?? null,
    packaged: contents.databases.length === 0 ? null : owner !== null,
    owner,
  };
  return { ...looked, details, errors };
}

function valueOf<T>(result: Result<T> | null, errors: HostError[]): T | null {
  if (result === null) return null;
  if (result.ok) return result.value;
  errors.push(result.error);
  return null;
}

function interpreterOf(bytes: Uint8Array): LosslessString | null {
  const interpreter = parseInterpreter(bytes);
  return interpreter === null ? null : decodeLossless(interpreter);
}
