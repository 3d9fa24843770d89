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
import type { EntryFile, Home } from "./entries/entry.ts";
import type { Mechanism } from "./mechanisms/mechanism.ts";
import type { Place } from "./place.ts";
import type { GlobMatch } from "./read-globs.ts";

/** A glob and whose it is. */
export interface Owner {
  readonly glob: string;
  readonly mechanism: Mechanism;
}

type Match = GlobMatch<Owner>;

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

/** What a glob led to, its content not read yet; null where a directory stands. */
export async function lookAtPlace(reading: Reading, match: Match, home: Home | null): Promise<Place | null> {
  const { stat, owners } = match;
  const source = owners[0]?.glob ?? "";
  const [link, end] = await followLink(reading.host, match);
  if (end.stat?.type === "directory") {
    if (!/\*\}?$/.test(source))
      reading.errors.push({ kind: "not_regular", scope: "source", source, message: "directory where a file belongs" });
    return null;
  }
  const file = toEntryFile(reading, match, { home, link, end });
  const isOther = file.type !== "file" && file.real !== "/dev/null";
  return {
    file,
    mechanisms: [...new Set(owners.map(({ mechanism }) => mechanism))],
    source,
    stat,
    real: end.stat,
    cut: false,
    trouble: match.errno ?? end.errno ?? (isOther ? "NOT_REGULAR" : null),
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
  return clampPath(target.startsWith("/") ? target : `${from.slice(0, from.lastIndexOf("/"))}/${target}`);
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
