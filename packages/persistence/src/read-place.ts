import {
  type FileBytes,
  type FileStat,
  type HostFacts,
  type HostReader,
  type Result,
  type Tables,
  type TriageError,
  toTriageError,
} from "@livetriage/triage-core";
import { decodeLossless, type LosslessString } from "@livetriage/triage-core/text";
import { clampPath } from "./clamp-path.ts";
import { directoryOf } from "./directory-of.ts";
import type { EntryFile, Home } from "./entries/entry.ts";
import type { Mechanism } from "./mechanisms/mechanism.ts";
import type { Place } from "./place.ts";
import type { GlobMatch } from "./read-globs.ts";

/** A glob and whose it is. */
export interface Owner {
  readonly glob: string;
  readonly mechanism: Mechanism;
}

/** Most bytes of a file's end that are read when its middle is not. */
const TAIL_BYTES = 65_536;

/** Asked beyond a file's size: kernel files have none, others may have grown. */
const SPARE_BYTES = 8192;

/** What reading a place needs. */
export interface Reading {
  readonly host: HostReader;
  readonly tables: Tables;
  readonly facts: HostFacts;
  readonly distribution: readonly string[];
  readonly maxBytes: number;
  readonly errors: TriageError[];
  /** Contents by the path that links lead to: many links lead to one file. */
  readonly contents: Map<LosslessString, Promise<Result<Content>>>;
}

/** What was read of a file. */
interface Content extends Pick<FileBytes, "bytes" | "more"> {
  /** Its beginning, and its end where its middle was left out. */
  readonly text: LosslessString;
}

/** A name that a glob led to, and where that ends: itself when it is no link. */
export interface FoundFile extends GlobMatch<Owner> {
  readonly home: Home | null;
  /** Where it points when it is a link. */
  readonly link: LosslessString | null;
  readonly end: LinkEnd;
}

interface LinkEnd {
  readonly path: LosslessString | null;
  readonly stat: FileStat | null;
  readonly errno: string | null;
}

/** Where the names that globs led to end; not those that are, or lead to, a directory. */
export async function followLinks(
  { host, errors }: Reading,
  matches: readonly GlobMatch<Owner>[],
  home: Home | null,
): Promise<FoundFile[]> {
  const links = matches.filter(({ stat }) => stat?.type === "symlink");
  const ends = await Promise.all(links.map((match) => followLink(host, match.path)));
  const endOf = new Map(links.map((match, i) => [match, ends[i]]));
  return matches.flatMap((match) => {
    const { real, stat, owners } = match;
    const [link, end] = endOf.get(match) ?? [null, { path: real, stat, errno: null }];
    if (end.stat?.type !== "directory") return [{ ...match, home, link, end }];
    const source = owners[0]?.glob ?? "";
    if (!/\*\}?$/.test(source))
      errors.push({ kind: "not_regular", scope: "source", source, message: "directory where a file belongs" });
    return [];
  });
}

/** What was found as a place, its content not read yet. */
export function toPlace(reading: Reading, found: FoundFile): Place {
  const { stat, owners, end, errno } = found;
  const file = toEntryFile(reading, found);
  const isOther = file.type !== "file" && file.real !== "/dev/null";
  return {
    file,
    mechanisms: [...new Set(owners.map(({ mechanism }) => mechanism))],
    source: owners[0]?.glob ?? "",
    stat,
    real: end.stat,
    cut: false,
    trouble: errno ?? end.errno ?? (isOther ? "NOT_REGULAR" : null),
  };
}

/** The place with the content of its file, where that can be read and a mechanism needs it. */
export async function readPlace(reading: Reading, place: Place): Promise<Place> {
  if (place.trouble !== null || place.file.type !== "file") return place;
  if (place.mechanisms.every(({ unread }) => unread === true)) return place;
  const answer = await readOnce(reading, place.file);
  if (!answer.ok) {
    reading.errors.push(toTriageError(answer.error, { scope: "item", source: place.source }));
    return { ...place, trouble: answer.error.errno };
  }
  const { bytes, more, text } = answer.value;
  return { ...place, file: { ...place.file, text }, content: more ? undefined : bytes, cut: more };
}

async function followLink(host: HostReader, path: LosslessString): Promise<[LosslessString | null, LinkEnd]> {
  const [link, end] = await Promise.all([host.readLink(path), host.resolve(path)]);
  const target = link.ok ? link.value : null;
  if (end.ok) return [target, { ...end.value, errno: null }];
  // An image that is not running has no devices in /dev.
  const isMask = target !== null && absolute(target, path) === "/dev/null";
  return [
    target,
    isMask ? { path: "/dev/null", stat: null, errno: null } : { path: null, stat: null, errno: end.error.errno },
  ];
}

/** Where a link's words lead when no component is a link itself. */
function absolute(target: LosslessString, from: LosslessString): LosslessString {
  return clampPath(target.startsWith("/") ? target : `${directoryOf(from)}/${target}`);
}

function toEntryFile({ distribution, facts }: Reading, { path, name, home, link, end }: FoundFile): EntryFile {
  return {
    path,
    name,
    text: "",
    type: end.stat?.type ?? "unknown",
    size: end.stat?.size ?? 0n,
    mode: (end.stat?.mode ?? 0) & 0o7777,
    executable: ((end.stat?.mode ?? 0) & 0o111) !== 0,
    owner: end.stat === null ? null : facts.userName(end.stat.uid),
    link,
    real: end.path,
    home,
    distribution,
    userName: (uid) => facts.userName(uid),
  };
}

function readOnce(reading: Reading, file: EntryFile): Promise<Result<Content>> {
  const key = file.real ?? file.path;
  const known = reading.contents.get(key) ?? readContent(reading, file);
  reading.contents.set(key, known);
  return known;
}

async function readContent(reading: Reading, file: EntryFile): Promise<Result<Content>> {
  const answer = await readWhole(reading, file);
  if (!answer.ok) return answer;
  const { bytes, more, tail } = answer.value;
  const text = decodeLossless(bytes) + (tail === undefined ? "" : `\n${decodeLossless(tail)}`);
  return { ok: true, value: { bytes, more, text } };
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
