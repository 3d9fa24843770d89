import fc from "fast-check";
import { expect, test } from "vitest";
import { decodeLossless } from "../../text/lossless.ts";
import { parseOsRelease } from "./os-release.ts";

const anyText = fc.uint8Array({ maxLength: 400 }).map((bytes) => decodeLossless(bytes));

test("the file of Debian 12", () => {
  const text = 'PRETTY_NAME="Debian GNU/Linux 12 (bookworm)"\nNAME="Debian GNU/Linux"\nVERSION_ID="12"\nID=debian\n';
  expect(Object.fromEntries(parseOsRelease(text))).toEqual({
    PRETTY_NAME: "Debian GNU/Linux 12 (bookworm)",
    NAME: "Debian GNU/Linux",
    VERSION_ID: "12",
    ID: "debian",
  });
});

test.each([
  ["ID='alpine'", "alpine"],
  ['ID="a \\"b\\" \\$c \\\\"', 'a "b" $c \\'],
  ["ID=plain\r", "plain"],
  ["  ID=indented", "indented"],
  ["ID=", ""],
  ["ID='open", "'open"],
  ['ID="', '"'],
  ["ID=one\nID=two", "two"],
  ["# ID=comment", undefined],
  ["ID", undefined],
  ["1D=x", undefined],
])("%j has ID %j", (text, id) => {
  expect(parseOsRelease(text).get("ID")).toBe(id);
});

test("any text gives variables", () => {
  fc.assert(
    fc.property(anyText, (text) => {
      expect([...parseOsRelease(text).keys()].every((name) => /^\w+$/.test(name))).toBe(true);
    }),
  );
});
