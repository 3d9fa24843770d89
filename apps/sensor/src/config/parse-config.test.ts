import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parseConfig } from "./parse-config.ts";

describe("parseConfig", () => {
  test("an empty file is all defaults", () => {
    const parsed = parseConfig("");
    expect(parsed).toMatchObject({
      ok: true,
      warnings: [],
      config: {
        state_dir: "/var/lib/livetriage-sensor",
        budget: 60_000,
        nice: 10,
        spool_mib: 67_108_864,
        enabled: true,
      },
    });
  });

  test("durations, lists and caps", () => {
    const text = "budget: 5m\nlinger: 24h\nendpoints: [a.example:443]\ncaps:\n  proc-tree: {entries: 9000}\n";
    expect(parseConfig(text)).toMatchObject({
      config: {
        budget: 300_000,
        linger: 86_400_000,
        endpoints: ["a.example:443"],
        caps: { "proc-tree": { entries: 9000 } },
      },
    });
  });

  test.each([
    ["nice: 10\nbudget: soon\n", "line 2: budget: must be a duration such as 60s, 5m or 24h"],
    ["\n\nstate_dir: var\n", "line 3: state_dir: must be an absolute path"],
    ["nice: 20\n", "line 1: nice: must be a whole number from 0 to 19"],
    ["nice: much\n", "line 1: nice: must be a whole number from 0 to 19"],
    ["user:\nnice: 1\n", "line 1: user: Invalid input: expected string, received null"],
    ["endpoints:\n  - ok:1\n  - none\n", "line 3: endpoints.1: must be HOST:PORT"],
    [
      "caps:\n  proc-tree:\n    entries: 0\n",
      "line 3: caps.proc-tree.entries: must be a whole number from 1 to 9007199254740991",
    ],
    ["proxy: h:65536\n", "line 1: proxy: must be HOST:PORT"],
    ["linger: 10\n", "line 1: linger: must be a duration such as 60s, 5m or 24h"],
    ["metrics: 0.0.0.0:9000\n", "line 1: metrics: must be 127.0.0.1:PORT, [::1]:PORT or unix:/PATH"],
    ["- a\n", "line 1: the file: Invalid input: expected object, received array"],
    ["nice: 1\nnice: 2\n", "line 2: nice: is there twice"],
    ['busy_above:\n  cpu: 1\n  "cpu" : 2\n', 'line 3: "cpu": is there twice'],
    ["nice: &one 1\nburst: *one\n", "line 2: aliases are not taken"],
  ])("%j is refused with its line and key", (text, problem) => {
    expect(parseConfig(text)).toEqual({ ok: false, problems: [problem] });
  });

  test("every problem is told, not only the first", () => {
    expect(parseConfig("burst: 0\nnice: x\n")).toMatchObject({
      ok: false,
      problems: [/^line 1: burst/, /^line 2: nice/].map((p) => expect.stringMatching(p)),
    });
  });

  test("an unknown key is a warning", () => {
    expect(parseConfig("nice: 1\nbudgt: 5m\n")).toMatchObject({ ok: true, warnings: ["line 2: budgt: unknown key"] });
    expect(parseConfig("busy_above:\n  cpu: 1\n  mem: 5\n")).toMatchObject({
      config: { busy_above: { cpu: 1, memory: 20 } },
      warnings: ["line 3: busy_above.mem: unknown key"],
    });
  });

  test("any text gives a configuration or problems, never a throw", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (text) => {
        const parsed = parseConfig(text);
        expect(parsed.ok || parsed.problems.length > 0).toBe(true);
      }),
      { numRuns: 50 },
    );
  });
});
