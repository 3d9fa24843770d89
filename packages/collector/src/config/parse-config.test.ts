import { expect, test } from "vitest";
import { newConfig } from "./new-config.ts";
import { parseConfig } from "./parse-config.ts";

const text = newConfig("alpha", new Uint8Array(44), ["collector.example:8443", "[2001:db8::1]:8443"]);
const line = (key: string) => text.split("\n").findIndex((each) => each.startsWith(key)) + 1;

test("what init writes is understood", () => {
  expect(parseConfig(text)).toEqual({
    ok: true,
    config: {
      fleet: "alpha",
      root_key: Buffer.alloc(44).toString("base64"),
      endpoints: [
        { host: "collector.example", port: 8443 },
        { host: "2001:db8::1", port: 8443 },
      ],
      listen: { host: "0.0.0.0", port: 8443 },
      retention_days: 90,
      heartbeat_seconds: 60,
      max_package_mib: 64,
    },
  });
});

test.each([
  [
    "an address without a port",
    text.replace(/^listen: .*$/m, "listen: localhost"),
    `line ${line("listen")}: listen: not HOST:PORT`,
  ],
  [
    "a port that is none",
    text.replace(/^listen: .*$/m, 'listen: "::1:99999"'),
    `line ${line("listen")}: listen: not HOST:PORT`,
  ],
  [
    "one of a list",
    text.replace('  - "collector.example:8443"', "  - nowhere"),
    `line ${line("endpoints") + 1}: endpoints.0: not HOST:PORT`,
  ],
  [
    "a key that is not known",
    text.replace("#retention_days", "retention_day"),
    `line ${line("#retention")}: retention_day: unknown key`,
  ],
  [
    "a number that is too small",
    text.replace("#retention_days: 90", "retention_days: 0"),
    `line ${line("#retention")}: retention_days: Too small: expected number to be >=1`,
  ],
  [
    "a key that is missing",
    text.replace(/^fleet: .*$/m, ""),
    "line 4: fleet: Invalid input: expected string, received undefined",
  ],
  [
    "metrics for everybody",
    text.replace("#metrics: 127.0.0.1", "metrics: 0.0.0.0"),
    `line ${line("#metrics")}: metrics: not on loopback`,
  ],
])("%s is told with its line and its key", (_, wrong, problem) => {
  expect(parseConfig(wrong)).toEqual({ ok: false, problems: [problem] });
});

test.each([
  ["a: [", 1],
  ["a: b: c", 1],
  ["x: *y", 1],
  ["", 1],
  ["- 1", 1],
])("what is no such file: %s", (wrong, at) => {
  const parsed = parseConfig(wrong);
  expect(parsed.ok).toBe(false);
  if (!parsed.ok) for (const problem of parsed.problems) expect(problem).toMatch(new RegExp(`^line ${at}: `));
});
