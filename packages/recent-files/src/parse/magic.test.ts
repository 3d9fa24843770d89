import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { KINDS, parseInterpreter, parseMagic } from "./magic.ts";

const bytes = (text: string) => Buffer.from(text, "latin1");
const elf = (order: number, ...type: number[]) =>
  bytes(`\x7fELF\x02${String.fromCharCode(order)}\x01${"\0".repeat(9)}${String.fromCharCode(...type)}`);

describe("parseMagic", () => {
  it.each([
    ["empty", bytes("")],
    ["elf_executable", elf(1, 2, 0)],
    ["elf_shared", elf(1, 3, 0)],
    ["elf_shared", elf(2, 0, 3)],
    ["elf_relocatable", elf(1, 1, 0)],
    ["elf_core", elf(1, 4, 0)],
    ["elf_other", elf(1, 0xfe, 0xff)],
    ["elf_other", bytes("\x7fELF")],
    ["script", bytes("#!/bin/sh\n")],
    ["php", bytes("<?php eval($_POST[0]);")],
    ["pe", bytes("MZ\x90\0")],
    ["gzip", bytes("\x1f\x8b\x08")],
    ["zip", bytes("PK\x03\x04")],
    ["tar", bytes(`${"x".repeat(257)}ustar\0`)],
    ["sqlite", bytes("SQLite format 3\0")],
    ["private_key", bytes("-----BEGIN OPENSSH PRIVATE KEY-----\n")],
    ["private_key", bytes("-----BEGIN PRIVATE KEY-----\n")],
    ["certificate", bytes("-----BEGIN CERTIFICATE-----\n")],
    ["text", bytes("root:x:0:0\n")],
    ["text", Buffer.from("Grüße\n")],
    ["data", bytes("a\0b")],
  ])("tells %s", (kind, content) => {
    expect(parseMagic(content)).toBe(kind);
  });

  it("gives a kind for any bytes", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 600 }), (any) => {
        expect(KINDS).toContain(parseMagic(any));
      }),
    );
  });
});

describe("parseInterpreter", () => {
  it.each([
    ["#!/bin/sh\necho", "/bin/sh"],
    ["#! /usr/bin/env  python3 -u\r\n", "/usr/bin/env  python3 -u"],
    ["#!/bin/sh", "/bin/sh"],
    ["#!\n", ""],
    ["#!/x\0y\n", "/x"],
    [`#!/${"a".repeat(400)}`, `/${"a".repeat(253)}`],
  ])("of %j", (text, expected) => {
    expect(Buffer.from(parseInterpreter(bytes(text)) ?? []).toString("latin1")).toBe(expected);
  });

  it.each(["", "#", " #!/bin/sh", "\x7fELF"])("is null for %j", (text) => {
    expect(parseInterpreter(bytes(text))).toBeNull();
  });

  it("gives bytes or null for any bytes", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), (any) => {
        expect(parseInterpreter(any)?.length ?? 0).toBeLessThan(255);
      }),
    );
  });
});
