import { encodedSize, type FileGlance, type FileStat, type HostFacts, nsOf } from "@livetriage/triage-core";
import { type LosslessString, textField, toDevice, toRfc3339 } from "@livetriage/triage-core/text";
import type { Candidate } from "./candidate.ts";
import { isExecutable } from "./class-of.ts";
import type { FileModification } from "./item.ts";
import { notesOf } from "./notes-of.ts";
import type { Details } from "./read-details.ts";

const PERMISSION_BITS = 0o7777;

/** A kept candidate as a row of the document; `whole` is null when lstat did not find it any more. */
export function toItem(
  candidate: Candidate,
  whole: FileStat | null,
  details: Details,
  facts: HostFacts,
): FileModification {
  const { kind, interpreter, sha256, packaged, owner } = details;
  const stat = whole ?? atGlance(candidate.stat);
  const { size, dev, ino, ...more } = whole === null ? NO_LSTAT : lstatFields(whole, facts);
  return {
    ...textField("path", candidate.path),
    type: stat.type,
    class: candidate.class,
    place: candidate.place,
    size,
    ...modeFields(stat.mode),
    executable: isExecutable(stat),
    hidden: candidate.path.includes("/."),
    uid: stat.uid,
    user: nameField(facts.userName(stat.uid)),
    modified_at: toRfc3339(stat.mtime_ns),
    changed_at: toRfc3339(stat.ctime_ns),
    recent_by: candidate.recentBy,
    dev,
    ino,
    deleted: false,
    ...notesOf({ ...candidate, stat, whole, kind, packaged, owner }, facts.started_at_ns),
    detail: "full",
    ...more,
    ...(details.link === null ? { link_target: null } : textField("link_target", details.link)),
    packaged,
    package: nameField(owner?.package ?? null),
    package_digest: owner?.digest ?? null,
    kind,
    ...(interpreter === null ? { interpreter } : textField("interpreter", interpreter)),
    sha256,
    ...(candidate.folded === undefined ? {} : { folded: candidate.folded }),
  };
}

function atGlance(stat: FileGlance): Pick<FileStat, "type" | "mode" | "uid" | "mtime_ns" | "ctime_ns"> {
  return { ...stat, mtime_ns: nsOf(stat.mtime_s, stat.mtime_n), ctime_ns: nsOf(stat.ctime_s, stat.ctime_n) };
}

const NO_LSTAT = {
  size: null,
  dev: null,
  ino: null,
  gid: null,
  group: null,
  nlink: null,
  blocks: null,
  accessed_at: null,
  born_at: null,
};

function lstatFields(stat: FileStat, facts: HostFacts) {
  return {
    size: String(stat.size),
    dev: toDevice(stat.dev),
    ino: String(stat.ino),
    gid: stat.gid,
    group: nameField(facts.groupName(stat.gid)),
    nlink: stat.nlink,
    blocks: String(stat.blocks),
    accessed_at: toRfc3339(stat.atime_ns),
    born_at: stat.birthtime_ns === 0n ? null : toRfc3339(stat.birthtime_ns),
  };
}

function modeFields(mode: number) {
  return {
    mode: (mode & PERMISSION_BITS).toString(8).padStart(4, "0"),
    setuid: (mode & 0o4000) !== 0,
    setgid: (mode & 0o2000) !== 0,
    sticky: (mode & 0o1000) !== 0,
  };
}

const INDEX_BYTES = 384;
const INDEX_SIGNALS = 3;

/** A row with the least that tells which file it is and when it changed; its path is cut to what is left of the room. */
export function toIndex(item: FileModification): FileModification {
  const { path, type, uid, modified_at, dev, ino } = item;
  const row = { type, class: item.class, uid, modified_at, dev, ino, context: [], detail: "index" as const };
  const signals = item.signals.slice(0, INDEX_SIGNALS);
  const lost = item.path_dropped_bytes ?? 0;
  let kept = path.slice(0, INDEX_BYTES);
  for (;;) {
    const dropped = lost + Buffer.byteLength(path) - Buffer.byteLength(kept);
    const index = { path: kept, ...(dropped > 0 ? { path_dropped_bytes: dropped } : {}), ...row, signals };
    if (kept === "" || encodedSize(index) <= INDEX_BYTES) return index;
    kept = kept.slice(0, kept.length - Math.ceil(kept.length / 16)).replace(/[\uD800-\uDBFF]$/, "");
  }
}

function nameField(name: LosslessString | null): string | null {
  return name === null ? null : textField("name", name).name;
}
