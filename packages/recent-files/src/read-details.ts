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

/** What was read of a kept file beyond what its engine saw. Null is unknown, or none. */
export interface Details {
  readonly stat: FileStat;
  readonly link: LosslessString | null;
  readonly kind: Kind | null;
  readonly interpreter: LosslessString | null;
  readonly sha256: string | null;
  /** Null where no package database could be read. */
  readonly packaged: boolean | null;
  readonly owner: FileOwner | null;
}

/** A kept file with what was read of it. */
export interface Detailed {
  readonly candidate: Candidate;
  readonly details: Details;
  readonly errors: readonly HostError[];
}

const AHEAD = 32;

/** Read of every kept file the time of its birth, the target of a link and its first bytes; `contents` has the rest. */
export async function* readDetails(
  host: HostReader,
  kept: readonly Candidate[],
  contents: Pick<OwnerTable, "databases" | "owners" | "sha256">,
): AsyncGenerator<Detailed> {
  yield* askAhead(kept, (candidate) => readOne(host, candidate, contents), AHEAD);
}

async function readOne(
  host: HostReader,
  candidate: Candidate,
  contents: Pick<OwnerTable, "databases" | "owners" | "sha256">,
): Promise<Detailed> {
  const { path, stat, seen } = candidate;
  const isFile = stat.type === "file";
  const needsLink = stat.type === "symlink" && (seen.link ?? null) === null;
  const asked = [
    stat.birthtime_ns === 0n ? host.lstat(path) : null,
    needsLink ? host.readLink(path) : null,
    isFile ? host.readFile(path, { maxBytes: MAGIC_BYTES }) : null,
  ] as const;
  const errors: HostError[] = [];
  const now = valueOf(await asked[0], errors);
  const link = valueOf(await asked[1], errors);
  const start = valueOf(await asked[2], errors);
  const owner = contents.owners.get(path) ?? null;
  const details: Details = {
    stat: now !== null && isSame(now, stat) ? { ...stat, birthtime_ns: now.birthtime_ns } : stat,
    link: seen.link ?? link,
    kind: start === null ? null : parseMagic(start.bytes),
    interpreter: start === null ? null : interpreterOf(start.bytes),
    sha256: contents.sha256.get(path) ?? null,
    packaged: contents.databases.length === 0 ? null : owner !== null,
    owner,
  };
  return { candidate, details, errors };
}

function valueOf<T>(result: Result<T> | null, errors: HostError[]): T | null {
  if (result === null) return null;
  if (result.ok) return result.value;
  errors.push(result.error);
  return null;
}

/** Is it still the file that the engine saw? */
function isSame(now: FileStat, before: FileStat): boolean {
  return now.dev === before.dev && now.ino === before.ino;
}

function interpreterOf(bytes: Uint8Array): LosslessString | null {
  const interpreter = parseInterpreter(bytes);
  return interpreter === null ? null : decodeLossless(interpreter);
}
