import { decodeLossless, type LosslessString } from "../../text/lossless.ts";

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
const ENTRY_BYTES = 16;
const CONFIG_FLAG = 1;

interface Header {
  readonly view: DataView;
  readonly bytes: Uint8Array;
  readonly entries: ReadonlyMap<number, { readonly offset: number; readonly count: number }>;
}

/**
 * Parse a header as the rpm database stores it.
 *
 * Shape:  big-endian counts of index entries and data bytes, entries of (tag, type, offset, count), the data.
 * Errors: null when the counts do not fit the bytes or it has no name; a file without a directory is left out.
 * Source: rpm, "RPM V4 Package format", header structure.
 */
export function parseRpmHeader(bytes: Uint8Array): RpmPackage | null {
  const header = openHeader(bytes);
  const name = header === null ? undefined : strings(header, TAGS.name)[0];
  if (header === null || name === undefined) return null;
  const [baseNames, dirNames, digests] = [
    strings(header, TAGS.baseNames),
    strings(header, TAGS.dirNames),
    strings(header, TAGS.digests),
  ];
  const [dirIndexes, flags] = [integers(header, TAGS.dirIndexes), integers(header, TAGS.flags)];
  const files = baseNames.flatMap((base, i): RpmFile[] => {
    const directory = dirNames[dirIndexes[i] ?? -1];
    if (directory === undefined) return [];
    const digest = digests[i] ?? "";
    return [
      { path: directory + base, digest: digest === "" ? null : digest, config: ((flags[i] ?? 0) & CONFIG_FLAG) !== 0 },
    ];
  });
  const installed = integers(header, TAGS.installTime)[0] ?? null;
  return { name, installed, digestAlgorithm: integers(header, TAGS.algorithm)[0] ?? 1, files };
}

function openHeader(bytes: Uint8Array): Header | null {
  if (bytes.length < 8) return null;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const count = view.getUint32(0);
  const data = 8 + count * ENTRY_BYTES;
  if (data + view.getUint32(4) > bytes.length) return null;
  const entries = new Map<number, { offset: number; count: number }>();
  for (let i = 0; i < count; i++) {
    const at = 8 + i * ENTRY_BYTES;
    entries.set(view.getUint32(at), { offset: data + view.getUint32(at + 8), count: view.getUint32(at + 12) });
  }
  return { view, bytes, entries };
}

function strings({ bytes, entries }: Header, tag: number): LosslessString[] {
  const entry = entries.get(tag);
  const found: LosslessString[] = [];
  let at = entry?.offset ?? bytes.length;
  while (found.length < (entry?.count ?? 0) && at < bytes.length) {
    const end = bytes.indexOf(0, at);
    if (end < 0) break;
    found.push(decodeLossless(bytes.subarray(at, end)));
    at = end + 1;
  }
  return found;
}

function integers({ view, entries }: Header, tag: number): number[] {
  const entry = entries.get(tag);
  if (entry === undefined || entry.offset + entry.count * 4 > view.byteLength) return [];
  return Array.from({ length: entry.count }, (_unused, i) => view.getUint32(entry.offset + i * 4));
}
