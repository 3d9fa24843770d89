import type { FileStat, HashAlgorithm, HostReader } from "../../contract/host-reader.ts";
import type { FileOwner, PackageManager, PackageScript, Tables } from "../../contract/tables.ts";
import { glanceOf } from "../../host/glance.ts";
import type { LosslessString } from "../../text/lossless.ts";

/** A package database, read. */
export interface PackageDatabase {
  readonly manager: PackageManager;
  /** Every path that it knows, as `mergedPath` makes it. */
  paths(): Iterable<LosslessString>;
  owner(path: LosslessString): Omit<FileOwner, "manager" | "digest"> | null;
  /** Of what kind the digest of an owned file is; null when none is recorded. */
  algorithm(path: LosslessString): HashAlgorithm | null;
  /** That digest, lower-case hex, which may have to be read first; null when none is recorded after all. */
  digest(path: LosslessString): Promise<string | null>;
  /** Scripts that it holds itself and that are not as their packages brought them. */
  readonly scripts?: readonly PackageScript[];
}

/** Reads a database through the host; null when this host has none of the kind. */
export type ReadDatabase = (host: HostReader, list: Tables["packageListing"]) => Promise<PackageDatabase | null>;

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
