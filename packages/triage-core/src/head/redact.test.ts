import { expect, test } from "vitest";
import { createRedact } from "./redact.ts";

test("a redacted value is equal under one key only", () => {
  const [one, other] = [createRedact(Buffer.from("1")), createRedact(Buffer.from("2"))];
  expect(one("secret")).toMatch(/^[0-9a-f]{16}$/);
  expect(one("secret")).toBe(one("secret"));
  expect(one("secret")).not.toBe(other("secret"));
  expect(one("secret")).not.toBe(one("\uDC80secret"));
});
