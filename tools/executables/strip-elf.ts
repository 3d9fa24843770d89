/** Field offsets of the ELF-64 header and of a section header. Source: elf(5) */
const E_SHOFF = 0x28;
const E_SHNUM = 0x3c;
const E_SHSTRNDX = 0x3e;
const SH = { size: 64, type: 0x04, flags: 0x08, offset: 0x18, length: 0x20 };
const SHT_NOBITS = 8;
const SHF_ALLOC = 2n;

/**
 * An ELF-64 file without what is not loaded: symbols and debugging information, which stand behind all that is.
 *
 * The same bytes on every machine, whatever its binutils, and for every processor. Source: elf(5)
 *
 * Errors: throws where something loaded stands behind something that is not.
 */
export function stripElf(file: Uint8Array): Buffer {
  const elf = Buffer.from(file.buffer, file.byteOffset, file.byteLength);
  const table = Number(elf.readBigUInt64LE(E_SHOFF));
  const sections = Array.from({ length: elf.readUInt16LE(E_SHNUM) }, (_, i) =>
    elf.subarray(table + i * SH.size, table + (i + 1) * SH.size),
  );
  const names = sections[elf.readUInt16LE(E_SHSTRNDX)];
  const kept = sections.findLastIndex(isLoaded) + 1;
  if (names === undefined || !sections.slice(1, kept).every(isLoaded)) throw new Error("not laid out as Node's binary");
  const end = Math.max(...sections.slice(0, kept).map(endOf));
  const newNames = Buffer.from(names);
  newNames.writeBigUInt64LE(BigInt(end), SH.offset);
  const body = [elf.subarray(0, end), elf.subarray(offsetOf(names), endOf(names))];
  const padding = Buffer.alloc(-(end + lengthOf(names)) & 7);
  const stripped = Buffer.concat([...body, padding, ...sections.slice(0, kept), newNames]);
  stripped.writeBigUInt64LE(BigInt(end + lengthOf(names) + padding.length), E_SHOFF);
  stripped.writeUInt16LE(kept + 1, E_SHNUM);
  stripped.writeUInt16LE(kept, E_SHSTRNDX);
  return stripped;
}

const isLoaded = (section: Buffer): boolean => (section.readBigUInt64LE(SH.flags) & SHF_ALLOC) !== 0n;
const offsetOf = (section: Buffer): number => Number(section.readBigUInt64LE(SH.offset));
const lengthOf = (section: Buffer): number => Number(section.readBigUInt64LE(SH.length));

function endOf(section: Buffer): number {
  return offsetOf(section) + (section.readUInt32LE(SH.type) === SHT_NOBITS ? 0 : lengthOf(section));
}
