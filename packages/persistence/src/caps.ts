/** Items of the phase in one package. */
export const MAX_PERSISTENCE_ENTRIES = 512;

/** Limits of the phase. */
export const CAPS = {
  entries: { default: MAX_PERSISTENCE_ENTRIES, unit: "items", doc: "Items kept" },
  bytes: { default: 629_145, unit: "bytes", doc: "Encoded size of all items" },
  directory_entries: { default: 4096, unit: "entries", doc: "Names looked at in one directory" },
  tree_entries: {
    default: 131_072,
    unit: "entries",
    doc: "Names looked at below one directory of the root, and in each home",
  },
  files: { default: 16_384, unit: "files", doc: "Files looked into in the system, and in each home" },
  file_bytes: {
    default: 2_097_152,
    unit: "bytes",
    doc: "Bytes read from the beginning of one file; 64 KiB of its end are read as well",
  },
  inclusions: { default: 256, unit: "entries", doc: "Places looked at because files include them" },
  containers: { default: 32, unit: "entries", doc: "Other mount namespaces looked at" },
  homes: { default: 512, unit: "directories", doc: "Homes looked at" },
  targets: { default: 4096, unit: "files", doc: "Programs looked up on disk" },
  hash_bytes: {
    default: 67_108_864,
    unit: "bytes",
    doc: "Bytes read to compare files with their packages, smallest first; before that four times as many of programs whose inode is younger than their package",
  },
  text_bytes: { default: 4096, unit: "bytes", doc: "Length of one string of an item; its middle is cut" },
  excerpt_bytes: {
    default: 20_480,
    unit: "bytes",
    doc: "Length of a script's excerpt: three quarters from its beginning, one from its end",
  },
  list_entries: { default: 64, unit: "entries", doc: "Elements of one list of an item" },
} as const;

export type PersistenceCaps = { readonly [K in keyof typeof CAPS]: number };
