import { askAhead, type FileStat, type HostError, type HostReader, type Result } from "@livetriage/triage-core";
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
}

/** A kept file with what was read of it. */
export interface Detailed {
  readonly candidate: Candidate;
  readonly details: Details;
  readonly errors: readonly HostError[];
}

const AHEAD = 32;

/** Read of every kept file the time of its birth, the target of a link, its first bytes, and of `hashed` the sha256. */
export async function* readDetails(
  host: HostReader,
  kept: readonly Candidate[],
  hashed: ReadonlySet<Candidate>,
): AsyncGenerator<Detailed> {
  yield* askAhead(kept, (candidate) => readOne(host, candidate, hashed.has(candidate)), AHEAD);
}

async function readOne(host: HostReader, candidate: Candidate, isHashed: boolean): Promise<Detailed> {
  const { path, stat, seen } = candidate;
  const errors: HostError[] = [];
  const valueOf = <T>(result: Result<T> | null): T | null => {
    if (result === null || result.ok) return result?.value ?? null;
    errors.push(result.error);
    return null;
  };
  const isFile = stat.type === "file";
  const needsLink = stat.type === "symlink" && (seen.link ?? null) === null;
  const asked = [
    stat.birthtime_ns === 0n ? host.lstat(path) : null,
    needsLink ? host.readLink(path) : null,
    isFile ? host.readFile(path, { maxBytes: MAGIC_BYTES }) : null,
    isFile && isHashed ? host.hash(path, { maxBytes: Number(stat.size) + 1 }) : null,
  ] as const;
  const [now, link, start, hash] = [
    valueOf(await asked[0]),
    valueOf(await asked[1]),
    valueOf(await asked[2]),
    valueOf(await asked[3]),
  ];
  const isSame = now !== null && now.ino === stat.ino && now.dev === stat.dev;
  const interpreter = start === null ? null : parseInterpreter(start.bytes);
  const details: Details = {
    stat: isSame ? { ...stat, birthtime_ns: now.birthtime_ns } : stat,
    link: seen.link ?? link,
    kind: start === null ? null : parseMagic(start.bytes),
    interpreter: interpreter === null ? null : decodeLossless(interpreter),
    sha256: hash === null || hash.more ? null : hash.sha256,
  };
  return { candidate, details, errors };
}
