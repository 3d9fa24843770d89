import fc from "fast-check";
import { expect, test } from "vitest";
import { parseStatIdentity } from "./stat.ts";

const bytes = (text: string) => new TextEncoder().encode(text);
const numbers = Array.from({ length: 49 }, (_, i) => i + 4).join(" ");

test("identity of a process with a hostile name", () => {
  expect(parseStatIdentity(bytes(`1234 () R 1 (\n9) S ${numbers}\n`))).toEqual({
    comm: ") R 1 (\n9",
    start_ticks: "22",
    image: "28 48",
  });
});

test.each([
  ["empty", ""],
  ["no parentheses", "1 init S 0"],
  ["parentheses the wrong way", "1 )init( S 0"],
  ["too few fields", "1 (init) S 0 1 2"],
  ["start time not a number", `1 (init) S ${numbers.replace(" 22 ", " x ")}`],
  ["start time with a letter", `1 (init) S ${numbers.replace(" 22 ", " 22x ")}`],
])("%s is no identity", (_name, text) => {
  expect(parseStatIdentity(bytes(text))).toBeNull();
});

test("any bytes give an identity or null", () => {
  const anyBytes = fc.uint8Array({ maxLength: 300 }).map((tail) => Buffer.concat([bytes("1 (a) S"), tail]));
  fc.assert(
    fc.property(anyBytes, (any) => {
      expect(parseStatIdentity(any)?.start_ticks ?? "0").toMatch(/^\d+$/);
    }),
  );
});
