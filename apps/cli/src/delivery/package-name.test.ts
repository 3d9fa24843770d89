import { expect, test } from "vitest";
import { samplePackage } from "../testing/sample-package.ts";
import { packageName } from "./package-name.ts";

const named = (hostname: string | null, started_at = "2026-11-23T12:00:00.123Z") => {
  const { host } = samplePackage({});
  return packageName(samplePackage({}, { host: { ...host, hostname }, started_at }));
};

test.each([
  ["db-1.prod", "db-1.prod-20261123T120000Z-5e3f4c2a"],
  [null, "unknown-20261123T120000Z-5e3f4c2a"],
  ["../../etc/cron.d/x", "_.._etc_cron.d_x-20261123T120000Z-5e3f4c2a"],
  ["-rf", "rf-20261123T120000Z-5e3f4c2a"],
  ["a\nb\u202e", "a_b_-20261123T120000Z-5e3f4c2a"],
  ["x".repeat(300), `${"x".repeat(64)}-20261123T120000Z-5e3f4c2a`],
])("host %j", (hostname, name) => {
  expect(named(hostname)).toBe(name);
});
