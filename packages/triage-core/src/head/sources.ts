import type { FileType, HostReader, Listing, Result } from "../contract/host-reader.ts";
import { toTriageError } from "../run/host-error.ts";
import { splitLines } from "../text/lines.ts";
import { decodeLossless, type LosslessString } from "../text/lossless.ts";
import { createGaps, type Gaps } from "./gaps.ts";

const SMALL = 4096;

export interface SourceOptions {
  readonly maxBytes?: number;
  /** Every Linux has it: its absence is a gap, not an answer. */
  readonly required?: boolean;
  /** Where, in glob notation, when the path is one of many. */
  readonly source?: string;
  /** Only the start is wanted: more behind it is no gap. */
  readonly partial?: boolean;
}

/** The questions of the head: an absent source answers null, every other gap is kept. */
export interface Sources extends Gaps {
  bytes(path: LosslessString, options?: SourceOptions): Promise<Uint8Array | null>;
  text(path: LosslessString, options?: SourceOptions): Promise<LosslessString | null>;
  /** The first line without blanks around it; null when it is empty. */
  line(path: LosslessString, options?: SourceOptions): Promise<LosslessString | null>;
  link(path: LosslessString): Promise<LosslessString | null>;
  /** Names of one type in a directory. */
  names(dir: LosslessString, maxEntries: number, type: FileType): Promise<readonly LosslessString[] | null>;
  /** The same of a directory that was listed already. */
  namesOf(dir: LosslessString, listed: Result<Listing>, type: FileType): readonly LosslessString[] | null;
  exists(path: LosslessString): Promise<boolean>;
}

/** Put the questions of the head to a host. */
export function createSources(host: HostReader): Sources {
  const gaps = createGaps();
  const valueOf = <T>(result: Result<T>, source: string, required = false): T | null => {
    if (result.ok) return result.value;
    const isAbsent = result.error.errno === "ENOENT" || result.error.errno === "ENOTDIR";
    const kind = isAbsent ? { kind: "unsupported" as const } : {};
    if (!isAbsent || required) gaps.errors.push(toTriageError(result.error, { scope: "field", source, ...kind }));
    return null;
  };
  const bytes: Sources["bytes"] = async (path, { maxBytes = SMALL, required, source = path, partial = false } = {}) => {
    const file = valueOf(await host.readFile(path, { maxBytes }), source, required);
    if (file?.more === true && !partial) gaps.cut(source, `Read up to ${maxBytes} bytes.`);
    return file?.bytes ?? null;
  };
  const text: Sources["text"] = async (path, options) => {
    const read = await bytes(path, options);
    return read === null ? null : decodeLossless(read);
  };
  const namesOf: Sources["namesOf"] = (dir, listed, type) => {
    const listing = valueOf(listed, dir);
    if (listing?.more === true) gaps.cut(dir, `Listed up to ${listing.seen} names.`);
    return listing?.entries.filter((entry) => entry.type === type).map(({ name }) => name) ?? null;
  };
  return {
    ...gaps,
    bytes,
    text,
    line: async (path, options) => {
      const first = splitLines((await text(path, options)) ?? "")[0]?.trim() ?? "";
      return first === "" ? null : first;
    },
    link: async (path) => {
      const result = await host.readLink(path);
      return !result.ok && result.error.errno === "EINVAL" ? null : valueOf(result, path);
    },
    names: async (dir, maxEntries, type) => namesOf(dir, await host.list(dir, { maxEntries }), type),
    namesOf,
    exists: async (path) => valueOf(await host.lstat(path), path) !== null,
  };
}
