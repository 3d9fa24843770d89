import type { X509Certificate } from "node:crypto";
import { expect, test } from "vitest";
import { isDue, makeKey } from "./renew.ts";

const certificate = { validFromDate: new Date(1_000), validToDate: new Date(2_000) } as X509Certificate;

test.each([
  [1_499, false],
  [1_500, true],
  [9_999, true],
  [0, false],
])("at %i half of a life from 1,000 to 2,000 is over: %s", (nowMs, due) => {
  expect(isDue(certificate, 0.5, nowMs)).toBe(due);
});

test("a sensor's key is of P-256", () => {
  expect(makeKey().asymmetricKeyDetails?.namedCurve).toBe("prime256v1");
});
