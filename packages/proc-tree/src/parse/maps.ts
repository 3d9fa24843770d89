import { decodeLossless, type LosslessString, splitLines, unescapeOctal } from "@livetriage/triage-core/text";

/** Mappings of one kind and path, taken together. */
export interface TellingMap {
  readonly kind: "deleted" | "memfd" | "anonymous_executable" | "writable_place";
  /** Null for memory without a file. */
  readonly path: LosslessString | null;
  count: number;
  bytes: number;
}

const LINE = /^([0-9a-f]+)-([0-9a-f]+) (\S{4}) [0-9a-f]+ [0-9a-f]+:[0-9a-f]+ \d+ *(.*)$/;
const DELETED = " (deleted)";
/** Where any user may put a file, or where files hide. */
const WRITABLE = /^\/(?:tmp|var\/tmp|dev\/shm|home|run\/user)\/|\/\.[^/]/;
/** Shared memory without a name is normal. */
const SHARED_MEMORY =
  /^\/(?:SYSV|dev\/zero|\[aio\]|dev\/shm\/|memfd:(?:pulseaudio|wayland|xshm|gdk|mutter|doublemapper))/;

/**
 * The mappings worth telling: code from deleted files, memfds and user-writable places, and executable memory without a file.
 *
 * Shape:  `start-end perms offset major:minor inode path`; newlines in paths are written `\\012`.
 * Errors: a line of another shape is left out.
 * Source: proc_pid_maps(5)
 */
export function parseMaps(bytes: Uint8Array): TellingMap[] {
  const found = new Map<string, TellingMap>();
  for (const line of splitLines(decodeLossless(bytes))) {
    const match = LINE.exec(line);
    if (match === null) continue;
    const [, start, end, perms, name] = match as unknown as [string, string, string, string, string];
    const map = classify(perms, unescapeOctal(name));
    if (map === null) continue;
    const key = `${map.kind} ${map.path}`;
    const known = found.get(key) ?? { ...map, count: 0, bytes: 0 };
    known.count++;
    known.bytes += Number.parseInt(end, 16) - Number.parseInt(start, 16);
    found.set(key, known);
  }
  return [...found.values()];
}

function classify(perms: string, name: LosslessString): Pick<TellingMap, "kind" | "path"> | null {
  if (perms[2] !== "x") return null;
  if (name === "" || name.startsWith("[anon")) return { kind: "anonymous_executable", path: null };
  if (name === "[heap]" || name.startsWith("[stack")) return { kind: "anonymous_executable", path: name };
  if (!name.startsWith("/")) return null;
  const path = name.endsWith(DELETED) ? name.slice(0, -DELETED.length) : name;
  if (path.startsWith("/memfd:")) return SHARED_MEMORY.test(path) ? null : { kind: "memfd", path };
  if (path !== name) return SHARED_MEMORY.test(path) ? null : { kind: "deleted", path };
  return WRITABLE.test(path) ? { kind: "writable_place", path } : null;
}
