import { decodeLossless, encodeLossless } from "@livetriage/triage-core/text";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parseCmdline } from "./cmdline.ts";

const parse = (text: string, cut = false) => parseCmdline(Buffer.from(text), cut);

describe("parseCmdline", () => {
  test.each([
    ["boundaries", "sh\0-c\0id /bin/evil\0", ["sh", "-c", "id /bin/evil"]],
    ["an empty argument in the middle", "a\0\0b\0", ["a", "", "b"]],
    ["empty arguments at the end", "a\0\0\0", ["a", "", ""]],
    ["one empty argument", "\0", [""]],
    ["newlines and escapes", "a\nb\0\u001b[2J\0", ["a\nb", "\u001b[2J"]],
    ["a rewritten title without an end", "nginx: worker process", ["nginx: worker process"]],
    ["nothing", "", []],
  ])("%s", (_name, text, argv) => {
    expect(parse(text)).toEqual({ argv, padding: 0, bytes: Buffer.byteLength(text) });
  });

  test("the padding of a title is counted, not listed", () => {
    expect(parse(`nginx: master${"\0".repeat(30)}`)).toEqual({ argv: ["nginx: master"], padding: 29, bytes: 43 });
  });

  test("a character halved by the cut is left out", () => {
    expect(parseCmdline(Buffer.from("aé😀").subarray(0, 6), true)).toEqual({ argv: ["aé"], padding: 0, bytes: 3 });
    expect(parseCmdline(Buffer.from("aé😀"), true)).toEqual({ argv: ["aé😀"], padding: 0, bytes: 7 });
  });

  test("bytes that are not UTF-8 come back", () => {
    const { argv } = parseCmdline(Buffer.from([0x61, 0xff, 0, 0xc3, 0]), false);
    expect(argv.map((arg) => [...encodeLossless(arg)])).toEqual([[0x61, 0xff], [0xc3]]);
  });

  test("any arguments come back", () => {
    const arg = fc.uint8Array({ maxLength: 20 }).map((bytes) => decodeLossless(bytes.map((byte) => byte || 1)));
    const argv = fc.array(arg, { minLength: 1, maxLength: 8 });
    fc.assert(
      fc.property(argv, (args) => {
        const bytes = Buffer.concat(args.flatMap((one) => [encodeLossless(one), Buffer.of(0)]));
        expect(parseCmdline(bytes, false)).toEqual({ argv: args, padding: 0, bytes: bytes.length });
      }),
    );
  });

  test("any bytes give arguments", () => {
    fc.assert(
      fc.property(fc.uint8Array(), fc.boolean(), (bytes, cut) => {
        expect(parseCmdline(bytes, cut).bytes).toBeLessThanOrEqual(bytes.length);
      }),
    );
  });
});
