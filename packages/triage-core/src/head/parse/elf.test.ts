import { expect, test } from "vitest";
import { parseElfIdentity } from "./elf.ts";

function elf(wordClass: number, order: number, machine: number): Uint8Array {
  const bytes = Buffer.alloc(64);
  bytes.set([0x7f, 0x45, 0x4c, 0x46, wordClass, order, 1]);
  if (order === 2) bytes.writeUInt16BE(machine, 18);
  else bytes.writeUInt16LE(machine, 18);
  return bytes;
}

test.each([
  [2, 1, 62, "x86_64", true],
  [2, 1, 183, "aarch64", true],
  [1, 1, 3, "i686", true],
  [2, 2, 22, "s390x", false],
  [2, 1, 21, "ppc64le", true],
  [2, 2, 21, "ppc64", false],
  [2, 1, 999, "elf_machine_999", true],
])("class %i order %i machine %i is %s", (wordClass, order, machine, arch, littleEndian) => {
  expect(parseElfIdentity(elf(wordClass, order, machine))).toEqual({ arch, little_endian: littleEndian });
});

test.each([
  ["a script", Buffer.from("#!/bin/sh\necho hello world, long enough\n")],
  ["a short file", elf(2, 1, 62).subarray(0, 19)],
  ["an unknown byte order", elf(2, 3, 62)],
  ["nothing", new Uint8Array()],
])("%s is null", (_name, bytes) => {
  expect(parseElfIdentity(bytes)).toBeNull();
});
