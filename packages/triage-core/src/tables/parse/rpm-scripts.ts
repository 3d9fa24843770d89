import type { LosslessString } from "../../text/lossless.ts";
import { openRpmHeader, type RpmHeader, stringsOf } from "./rpm-header-data.ts";

/** A script that rpm runs out of its database. */
export interface RpmScript {
  /** `%post`, `%trigger` … */
  readonly kind: string;
  /** What runs it, with its arguments; empty when nothing is said. */
  readonly interpreter: LosslessString;
  readonly text: LosslessString;
}

/** The scripts of a package, and what vouches for them. */
export interface RpmScripts {
  readonly name: LosslessString;
  readonly scripts: readonly RpmScript[];
  readonly signed: boolean;
  /** The part of the header that the package was built with, as its digest is taken; null when it is not whole. */
  readonly built: () => Uint8Array | null;
  /** SHA-256 of that part, hex, as recorded; null when it is not. */
  readonly sha256: string | null;
}

const NAME = 1000;
const REGION = 63;
const SHA256 = 273;
/** SIGPGP, SIGGPG, DSAHEADER, RSAHEADER, OPENPGP. */
const SIGNATURES = [259, 262, 267, 268, 278];

const KINDS: readonly (readonly [kind: string, text: number, program: number])[] = [
  ["%pre", 1023, 1085],
  ["%post", 1024, 1086],
  ["%preun", 1025, 1087],
  ["%postun", 1026, 1088],
  ["%verifyscript", 1079, 1091],
  ["%pretrans", 1151, 1153],
  ["%posttrans", 1152, 1154],
];
const TRIGGERS: typeof KINDS = [
  ["%trigger", 1065, 1092],
  ["%filetrigger", 5066, 5067],
  ["%transfiletrigger", 5076, 5077],
];

const MAGIC = Uint8Array.of(0x8e, 0xad, 0xe8, 1, 0, 0, 0, 0);
const ENTRY_BYTES = 16;
const MAX_TRIGGERS = 256;

/**
 * The scripts in a header as the rpm database stores it.
 *
 * Errors: null when it is no header or has no name.
 * Source: rpm, include/rpm/rpmtag.h; lib/header.c, lib/rpmvs.c for the digest.
 */
export function parseRpmScripts(bytes: Uint8Array): RpmScripts | null {
  const header = openRpmHeader(bytes);
  const name = header === null ? undefined : stringsOf(header, NAME)[0];
  if (header === null || name === undefined) return null;
  const plain = KINDS.flatMap(([kind, text, program]): RpmScript[] => {
    if (!header.entries.has(text) && !header.entries.has(program)) return [];
    return [{ kind, interpreter: stringsOf(header, program).join(" "), text: stringsOf(header, text)[0] ?? "" }];
  });
  const triggers = TRIGGERS.flatMap(([kind, text, program]) => {
    const programs = stringsOf(header, program);
    const texts = stringsOf(header, text).slice(0, MAX_TRIGGERS);
    return texts.map((one, i) => ({ kind, interpreter: programs[i] ?? "", text: one }));
  });
  return {
    name,
    scripts: [...plain, ...triggers],
    signed: SIGNATURES.some((tag) => header.entries.has(tag)),
    built: () => builtPart(header),
    sha256: stringsOf(header, SHA256)[0] ?? null,
  };
}

/** What the region tag's trailer spans: so many entries from the first on, and the data up to its end. */
function builtPart({ bytes, view, entries }: RpmHeader): Uint8Array | null {
  const region = entries.get(REGION);
  if (region === undefined || region.offset + ENTRY_BYTES > bytes.length) return null;
  const data = 8 + view.getUint32(0) * ENTRY_BYTES;
  const spanned = -view.getInt32(region.offset + 8);
  const length = region.offset + ENTRY_BYTES - data;
  if (spanned < ENTRY_BYTES || spanned % ENTRY_BYTES !== 0 || 8 + spanned > data || length < 0) return null;
  const counts = new DataView(new ArrayBuffer(8));
  counts.setUint32(0, spanned / ENTRY_BYTES);
  counts.setUint32(4, length);
  const parts = [
    MAGIC,
    new Uint8Array(counts.buffer),
    bytes.subarray(8, 8 + spanned),
    bytes.subarray(data, data + length),
  ];
  return Buffer.concat(parts);
}
