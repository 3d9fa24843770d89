/** What the first bytes of a file say that it is. */
export const KINDS = [
  "elf_executable",
  "elf_shared",
  "elf_relocatable",
  "elf_core",
  "elf_other",
  "script",
  "php",
  "pe",
  "mach_o",
  "java_class",
  "wasm",
  "gzip",
  "xz",
  "zstd",
  "bzip2",
  "zip",
  "seven_zip",
  "rar",
  "tar",
  "ar",
  "cpio",
  "squashfs",
  "sqlite",
  "private_key",
  "certificate",
  "image",
  "pdf",
  "text",
  "empty",
  "data",
] as const;
export type Kind = (typeof KINDS)[number];

/** Bytes of a file's beginning that are enough to tell. */
export const MAGIC_BYTES = 512;

/** Fixed signatures, in latin-1, at an offset. Source: magic(5), /usr/share/misc/magic */
const SIGNATURES: readonly (readonly [Kind, string, number])[] = [
  ["script", "#!", 0],
  ["php", "<?php", 0],
  ["php", "<?=", 0],
  ["pe", "MZ", 0],
  ["mach_o", "\xcf\xfa\xed\xfe", 0],
  ["java_class", "\xca\xfe\xba\xbe", 0],
  ["wasm", "\0asm", 0],
  ["gzip", "\x1f\x8b", 0],
  ["xz", "\xfd7zXZ\0", 0],
  ["zstd", "\x28\xb5\x2f\xfd", 0],
  ["bzip2", "BZh", 0],
  ["zip", "PK\x03\x04", 0],
  ["seven_zip", "7z\xbc\xaf\x27\x1c", 0],
  ["rar", "Rar!\x1a\x07", 0],
  ["tar", "ustar", 257],
  ["ar", "!<arch>\n", 0],
  ["cpio", "070701", 0],
  ["squashfs", "hsqs", 0],
  ["sqlite", "SQLite format 3\0", 0],
  ["image", "\x89PNG\r\n\x1a\n", 0],
  ["image", "\xff\xd8\xff", 0],
  ["image", "GIF8", 0],
  ["pdf", "%PDF-", 0],
];

/** e_type of an ELF header. Source: elf(5) */
const ELF_TYPES: readonly Kind[] = ["elf_other", "elf_relocatable", "elf_executable", "elf_shared", "elf_core"];
const ELF_TYPE_OFFSET = 16;
const ELF_BIG_ENDIAN = 2;

const PRIVATE_KEY = /^(?:-----BEGIN (?:[A-Z0-9]+ )*PRIVATE KEY-----|PuTTY-User-Key-File-\d|AGE-SECRET-KEY-1)/;
const CERTIFICATE = /^-----BEGIN (?:TRUSTED )?CERTIFICATE-----/;

/** The kind of a file by its first bytes; `data` when nothing is recognised. A position independent program is `elf_shared`. */
export function parseMagic(bytes: Uint8Array): Kind {
  if (bytes.length === 0) return "empty";
  const text = Buffer.from(bytes.subarray(0, MAGIC_BYTES)).toString("latin1");
  if (text.startsWith("\x7fELF")) return elfKind(bytes);
  const known = SIGNATURES.find(([, signature, offset]) => text.startsWith(signature, offset));
  if (known !== undefined) return known[0];
  if (PRIVATE_KEY.test(text)) return "private_key";
  if (CERTIFICATE.test(text)) return "certificate";
  return bytes.subarray(0, MAGIC_BYTES).some(isControl) ? "data" : "text";
}

/**
 * The interpreter that a script names, with its argument; null when the bytes are no script.
 *
 * Shape:  `#! /usr/bin/env python3\n`; the kernel looks at the first 256 bytes.
 * Source: execve(2), BINPRM_BUF_SIZE
 */
export function parseInterpreter(bytes: Uint8Array): Uint8Array | null {
  if (bytes[0] !== 0x23 || bytes[1] !== 0x21) return null;
  const line = Buffer.from(bytes.subarray(2, 256));
  const end = line.findIndex((byte) => byte === 0x0a || byte === 0);
  const text = (end === -1 ? line : line.subarray(0, end)).toString("latin1");
  return Buffer.from(text.replace(/^[ \t]+|[ \t\r]+$/g, ""), "latin1");
}

/** A byte that text does not hold: not one of tab, newline, vertical tab, form feed, return, escape. */
function isControl(byte: number): boolean {
  return byte < 0x09 || (byte > 0x0d && byte < 0x20 && byte !== 0x1b);
}

function elfKind(bytes: Uint8Array): Kind {
  const [low, high] = [bytes[ELF_TYPE_OFFSET], bytes[ELF_TYPE_OFFSET + 1]];
  if (low === undefined || high === undefined) return "elf_other";
  const type = bytes[5] === ELF_BIG_ENDIAN ? low * 256 + high : high * 256 + low;
  return ELF_TYPES[type] ?? "elf_other";
}
