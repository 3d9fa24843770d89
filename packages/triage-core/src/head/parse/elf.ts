/** What the head of an ELF file says of the machine that it runs on. */
export interface ElfIdentity {
  /** Architecture as uname(2) writes it; `elf_machine_N` where N is not in the table. */
  readonly arch: string;
  readonly little_endian: boolean;
}

/** e_machine and word size to the name of uname(2). Source: elf.h */
const MACHINES: Readonly<Record<string, string>> = {
  "3/32": "i686",
  "8/32": "mips",
  "8/64": "mips64",
  "20/32": "ppc",
  "21/64": "ppc64",
  "22/64": "s390x",
  "40/32": "armv7l",
  "62/64": "x86_64",
  "183/64": "aarch64",
  "243/64": "riscv64",
  "258/64": "loongarch64",
};

/**
 * Architecture and byte order from the first 20 bytes of an ELF file; null for anything else.
 *
 * Source: elf(5)
 */
export function parseElfIdentity(bytes: Uint8Array): ElfIdentity | null {
  const magic = bytes[0] === 0x7f && bytes[1] === 0x45 && bytes[2] === 0x4c && bytes[3] === 0x46;
  const [, , , , wordClass, order] = bytes;
  if (!magic || bytes.length < 20 || (order !== 1 && order !== 2)) return null;
  const littleEndian = order === 1;
  const machine = new DataView(bytes.buffer, bytes.byteOffset).getUint16(18, littleEndian);
  const name = MACHINES[`${machine}/${wordClass === 2 ? 64 : 32}`] ?? `elf_machine_${machine}`;
  return { arch: machine === 21 && littleEndian ? "ppc64le" : name, little_endian: littleEndian };
}
