import type { FileStat, HashAlgorithm, HostReader } from "../../contract/host-reader.ts";
import type { FileOwner, PackageManager, PackageScript } from "../../contract/tables.ts";
import { glanceOf } from "../../host/glance.ts";
import type { LosslessString } from "../../text/lossless.ts";

/** A digest that a package database records, lower-case hex. */
export interface RecordedDigest {
  readonly algorithm: HashAlgorithm;
  readonly hex: string;
}

/** A package database, read. */
export interface PackageDatabase {
  readonly manager: PackageManager;
  /** Every path that it knows, as `mergedPath` makes it. */
  paths(): Iterable<LosslessString>;
  owner(path: LosslessString): Omit<FileOwner, "manager" | "digest"> | null;
  /** The recorded digest of an owned file; null when there is none. */
  digest(path: LosslessString): Promise<RecordedDigest | null>;
  /** Scripts that it holds itself and that are not as their packages brought them. */
  readonly scripts?: readonly PackageScript[];
}

/** Reads a database through the host; null when this host has none of the kind. */
export type ReadDatabase = (host: HostReader) => Promise<PackageDatabase | null>;

const MERGED = /^\/usr\/(?:s?bin|lib(?:32|64|x32)?)\//;

/**
 * A path as package lists are compared: `/usr/bin`, `/usr/sbin` and `/usr/lib*` are one with their namesakes in `/`, for
 * packages still name files by the links that a merged /usr has there.
 */
export function mergedPath(path: LosslessString): LosslessString {
  return MERGED.test(path) ? path.slice("/usr".length) : path;
}

/** The times of a file that a manager writes when it installs something. */
export function timesOf(stat: FileStat | null | undefined): number[] {
  if (stat == null) return [];
  const { mtime_s, ctime_s } = glanceOf(stat);
  return [mtime_s, ctime_s];
}
