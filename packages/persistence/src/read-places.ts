import {
  type FileBytes,
  type FileStat,
  type HostFacts,
  type HostReader,
  type Result,
  type TriageError,
  type Truncation,
  toTriageError,
} from "@livetriage/triage-core";
import { decodeLossless, type LosslessString } from "@livetriage/triage-core/text";
import type { EntryFile, Home } from "./entries/entry.ts";
import { createGlobTree } from "./glob-tree.ts";
import type { Mechanism } from "./mechanisms/mechanism.ts";
import { type GlobMatch, readGlobs } from "./read-globs.ts";

/** A file at the place of one or more mechanisms. */
export interface Place {
  readonly file: EntryFile;
  readonly mechanisms: readonly Mechanism[];
  /** The glob that led to it. */
  readonly source: string;
  /** lstat of the path. */
  readonly stat: FileStat | null;
  /** lstat of what it leads to. */
  readonly real: FileStat | null;
  /** Its content stopped at the cap. */
  readonly cut: boolean;
  /** Why it could not be read, as errno; null when it was. */
  readonly trouble: string | null;
}

export interface Places {
  readonly places: readonly Place[];
  readonly errors: readonly TriageError[];
  readonly truncations: readonly Truncation[];
}

/** A glob and whose it is. */
interface Owner {
  readonly glob: string;
  readonly mechanism: Mechanism;
}

type Match = GlobMatch<Owner>;

/** Most bytes of a file's end that are read when its middle is not. */
const TAIL_BYTES = 65_536;

/** Asked beyond a file's size: kernel files have none, others may have grown. */
const SPARE_BYTES = 8192;

interface Reading {
  readonly host: HostReader;
  readonly facts: HostFacts;
  readonly distribution: readonly string[];
  readonly maxBytes: number;
  readonly errors: TriageError[];
}

/** Find and read every file at a place of the mechanisms, in the whole system and in each home. */
export async function readPlaces(
  host: HostReader,
  facts: HostFacts,
  options: {
    readonly mechanisms: readonly Mechanism[];
    readonly homes: readonly Home[];
    readonly distribution: readonly string[];
    readonly caps: { readonly directory_entries: number; readonly file_bytes: number };
  },
): Promise<Places> {
  const { caps, mechanisms } = options;
  const owners = mechanisms.flatMap((mechanism) =>
    Object.values(mechanism.paths).flatMap((globs) => globs.map((glob): Owner => ({ glob, mechanism }))),
  );
  const system = createGlobTree(owners.filter(({ glob }) => glob.startsWith("/")).map((owner) => [owner.glob, owner]));
  const homes = createGlobTree(
    owners.filter(({ glob }) => glob.startsWith("~")).map((owner) => [owner.glob.slice(1), owner]),
  );
  const maxEntries = caps.directory_entries;
  const walks = [
    { home: null, matches: readGlobs(host, system, { root: "/", maxEntries }) },
    ...options.homes.map((home) => ({ home, matches: readGlobs(host, homes, { root: home.path, maxEntries }) })),
  ];
  const errors: TriageError[] = [];
  const truncations: Truncation[] = [];
  const reading: Reading = { host, facts, distribution: options.distribution, maxBytes: caps.file_bytes, errors };
  const places: Promise<Place | null>[] = [];
  for (const { home, matches } of walks) {
    const walked = await matches;
    errors.push(...walked.errors);
    truncations.push(...walked.truncations);
    places.push(...walked.matches.flatMap(wanted).map((match) => readPlace(reading, match, home)));
  }
  const read = (await Promise.all(places)).filter((place) => place !== null);
  const cut = read.filter(({ cut }) => cut).length;
  if (cut > 0) truncations.push(fileTruncation(caps.file_bytes, cut));
  return { places: read, errors, truncations };
}

async function readPlace(reading: Reading, match: Match, home: Home | null): Promise<Place | null> {
  const { stat, owners } = match;
  const source = owners[0]?.glob ?? "";
  const [link, end] = await followLink(reading.host, match);
  if (end.stat?.type === "directory") {
    if (!source.endsWith("*"))
      reading.errors.push({ kind: "not_regular", scope: "source", source, message: "directory where a file belongs" });
    return null;
  }
  const file = toEntryFile(reading, match, { home, link, end });
  const place = {
    file,
    mechanisms: [...new Set(owners.map(({ mechanism }) => mechanism))],
    source,
    stat,
    real: end.stat,
    cut: false,
  };
  if (match.errno !== null) return { ...place, trouble: match.errno };
  if (end.errno !== null) return { ...place, trouble: end.errno };
  if (file.type !== "file") return { ...place, trouble: file.real === "/dev/null" ? null : "NOT_REGULAR" };
  return owners.every(({ mechanism: { unread } }) => unread === true)
    ? { ...place, trouble: null }
    : readContent(reading, place);
}

/** The match for those of its owners that want a file of this kind. */
function wanted(match: Match): Match[] {
  const { stat } = match;
  if (stat === null) return [match];
  const owners = match.owners.filter(({ mechanism: { wants } }) => wants === undefined || wants(stat));
  return owners.length === 0 ? [] : [{ ...match, owners }];
}

/** What a name leads to in the end: itself when it is no link. */
interface LinkEnd {
  readonly path: LosslessString | null;
  readonly stat: FileStat | null;
  readonly errno: string | null;
}

async function followLink(host: HostReader, { path, real, stat }: Match): Promise<[LosslessString | null, LinkEnd]> {
  if (stat?.type !== "symlink") return [null, { path: real, stat, errno: null }];
  const [link, end] = await Promise.all([host.readLink(path), host.resolve(path)]);
  const target = link.ok ? link.value : null;
  return end.ok
    ? [target, { ...end.value, errno: null }]
    : [target, { path: null, stat: null, errno: end.error.errno }];
}

function toEntryFile(
  { distribution, facts }: Reading,
  { path, name }: Match,
  { home, link, end }: { readonly home: Home | null; readonly link: LosslessString | null; readonly end: LinkEnd },
): EntryFile {
  return {
    path,
    name,
    text: "",
    type: end.stat?.type ?? "unknown",
    size: end.stat?.size ?? 0n,
    mode: (end.stat?.mode ?? 0) & 0o7777,
    executable: ((end.stat?.mode ?? 0) & 0o111) !== 0,
    link,
    real: end.path,
    home,
    distribution,
    userName: (uid) => facts.userName(uid),
  };
}

async function readContent(reading: Reading, place: Omit<Place, "trouble">): Promise<Place> {
  const answer = await readWhole(reading, place.file);
  if (!answer.ok) {
    reading.errors.push(toTriageError(answer.error, { scope: "item", source: place.source }));
    return { ...place, trouble: answer.error.errno };
  }
  const { bytes, more, tail } = answer.value;
  const text = decodeLossless(bytes) + (tail === undefined ? "" : `\n${decodeLossless(tail)}`);
  return { ...place, file: { ...place.file, text }, cut: more, trouble: null };
}

/** Ask for what lstat promised, so that many small files can be on their way at once; for more only where there is more. */
async function readWhole({ host, maxBytes }: Reading, { path, size }: EntryFile): Promise<Result<FileBytes>> {
  const expected = Number(size) + SPARE_BYTES;
  if (expected < maxBytes) {
    const answer = await host.readFile(path, { maxBytes: expected });
    if (!answer.ok || !answer.value.more) return answer;
  }
  return host.readFile(path, { maxBytes, tailBytes: TAIL_BYTES });
}

function fileTruncation(limit: number, files: number): Truncation {
  return {
    cap: "file_bytes",
    limit,
    unit: "files",
    source: "files at the places of mechanisms",
    dropped: files,
    dropped_is: "exact",
    kept: "the beginning and the last 64 KiB of each",
    groups: [],
  };
}

/** Does this errno say that a link leads nowhere? */
export function isMissing(errno: string): boolean {
  return errno === "ENOENT" || errno === "ENOTDIR" || errno === "ELOOP";
}
