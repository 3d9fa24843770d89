import type { LosslessString } from "../../text/lossless.ts";
import { integersOf, openRpmHeader, stringsOf } from "./rpm-header-data.ts";

/** A file as an rpm package records it. */
export interface RpmFile {
  readonly path: LosslessString;
  /** Hex; null for directories, links and ghosts. */
  readonly digest: string | null;
  readonly config: boolean;
}

/** A package's name and files. */
export interface RpmPackage {
  readonly name: LosslessString;
  /** Seconds since the epoch, null when there are none. */
  readonly installed: number | null;
  /** Number of OpenPGP: 1 md5, 2 sha1, 8 sha256, 10 sha512. */
  readonly digestAlgorithm: number;
  readonly files: readonly RpmFile[];
}

const TAGS = {
  name: 1000,
  installTime: 1008,
  digests: 1035,
  flags: 1037,
  dirIndexes: 1116,
  baseNames: 1117,
  dirNames: 1118,
  algorithm: 5011,
};
const CONFIG_FLAG = 1;

/**
 * Parse a header as the rpm database stores it.
 *
 * Shape:  big-endian counts of index entries and data bytes, entries of (tag, type, offset, count), the data.
 * Errors: null when the counts do not fit the bytes or it has no name; a file without a directory is left out.
 * Source: rpm, "RPM V4 Package format", header structure.
 */
export function parseRpmHeader(bytes: Uint8Array): RpmPackage | null {
  const header = openRpmHeader(bytes);
  const name = header === null ? undefined : stringsOf(header, TAGS.name)[0];
  if (header === null || name === undefined) return null;
  const [baseNames, dirNames, digests] = [
    stringsOf(header, TAGS.baseNames),
    stringsOf(header, TAGS.dirNames),
    stringsOf(header, TAGS.digests),
  ];
  const [dirIndexes, flags] = [integersOf(header, TAGS.dirIndexes), integersOf(header, TAGS.flags)];
  const files = baseNames.flatMap((base, i): RpmFile[] => {
    const directory = dirNames[dirIndexes[i] ?? -1];
    if (directory === undefined) return [];
    const digest = digests[i] ?? "";
    return [
      { path: directory + base, digest: digest === "" ? null : digest, config: ((flags[i] ?? 0) & CONFIG_FLAG) !== 0 },
    ];
  });
  const installed = integersOf(header, TAGS.installTime)[0] ?? null;
  return { name, installed, digestAlgorithm: integersOf(header, TAGS.algorithm)[0] ?? 1, files };
}
