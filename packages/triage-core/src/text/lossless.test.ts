import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { decodeLossless, encodeLossless, hasInvalidBytes, textField, toText } from "./lossless.ts";

const bytes = (...values: number[]): Uint8Array => Uint8Array.from(values);

describe("decodeLossless", () => {
  test.each([
    ["ascii", Buffer.from("bash"), "bash"],
    ["multi-byte", Buffer.from("é漢😀"), "é漢😀"],
    ["a real replacement character", Buffer.from("\uFFFD"), "\uFFFD"],
    ["a byte that is never UTF-8", bytes(0x61, 0xff, 0x62), "a\uDCFFb"],
    ["a sequence cut short", bytes(0xe6, 0xbc), "\uDCE6\uDCBC"],
    ["an overlong slash", bytes(0xc0, 0xaf), "\uDCC0\uDCAF"],
    ["an encoded surrogate", bytes(0xed, 0xb3, 0xbf), "\uDCED\uDCB3\uDCBF"],
  ])("%s", (_name, input, expected) => {
    expect(decodeLossless(input)).toBe(expected);
    expect(Buffer.from(encodeLossless(expected))).toEqual(Buffer.from(input));
  });

  test("any bytes come back", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 64 }), (input) => {
        expect(Buffer.from(encodeLossless(decodeLossless(input)))).toEqual(Buffer.from(input));
      }),
    );
  });
});

describe("toText", () => {
  test("valid text is itself, backslashes included", () => {
    expect(toText("C:\\x")).toEqual({ text: "C:\\x", base64: null });
  });

  test("invalid bytes become \\xNN and only then a backslash is doubled", () => {
    expect(toText(decodeLossless(bytes(0x5c, 0xff)))).toEqual({ text: "\\\\\\xff", base64: "XP8=" });
  });

  test("what comes out is valid Unicode", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 64 }), (input) => {
        const { text, base64 } = toText(decodeLossless(input));
        expect(text.isWellFormed()).toBe(true);
        expect(hasInvalidBytes(text)).toBe(false);
        if (base64 !== null) expect(Buffer.from(base64, "base64")).toEqual(Buffer.from(input));
      }),
    );
  });

  test("textField adds the sibling only where it is needed", () => {
    expect(textField("exe", "/bin/sh")).toEqual({ exe: "/bin/sh" });
    expect(textField("exe", "\uDCFF")).toEqual({ exe: "\\xff", exe_base64: "/w==" });
  });
});
