import { expect, test } from "vitest";
import { createRedact } from "./redact.ts";

test("a redacted value is equal under one key only, and keeps its length", () => {
  const [one, other] = [createRedact(Buffer.from("1")), createRedact(Buffer.from("2"))];
  expect(one("s\u00e9cret")).toMatch(/^\[redacted:[0-9a-f]{16}:7\]$/);
  expect(one("secret")).toBe(one("secret"));
  expect(one("secret")).not.toBe(other("secret"));
  expect(one("secret")).not.toBe(one("\uDC80secret"));
});

test("redaction that is off leaves alone what is not always taken out", () => {
  const off = createRedact(Buffer.from("1"), "off");
  expect(off("secret")).toBe("secret");
  expect(off("secret", true)).toMatch(/^\[redacted:[0-9a-f]{16}:6\]$/);
});
