import { instantOf } from "@livetriage/triage-core";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseAround, parseSince, toWindow, windowTest } from "./window.ts";

const HOUR = 3_600_000_000_000n;
const DAY = 24n * HOUR;
const NOW = 1_795_000_000_000_000_000n;

const times = (mtime: bigint, ctime: bigint) => {
  const [m, c] = [instantOf(mtime), instantOf(ctime)];
  return { mtime_s: m.s, mtime_n: m.n, ctime_s: c.s, ctime_n: c.n };
};

describe("toWindow", () => {
  it("is the last 30 days, open towards the future, when nothing is asked for", () => {
    expect(toWindow({}, NOW)).toEqual({ fromNs: NOW - 30n * DAY, untilNs: null, focusNs: NOW });
  });

  it("ends at --until, and ranks around it", () => {
    const untilNs = 1_763_868_798_000_000_000n;
    expect(toWindow({ since: "2h", until: "2025-11-23T03:33:18Z" }, NOW)).toEqual({
      fromNs: NOW - 2n * HOUR,
      untilNs,
      focusNs: untilNs,
    });
  });

  it.each(["2025-11-23T03:33:18Z±4h", "2025-11-23T03:33:18Z+-4h", "2025-11-23T04:33:18+01:00+-4h"])(
    "lies around %s",
    (around) => {
      const focusNs = 1_763_868_798_000_000_000n;
      expect(toWindow({ around }, NOW)).toEqual({ fromNs: focusNs - 4n * HOUR, untilNs: focusNs + 4n * HOUR, focusNs });
    },
  );
});

describe("parsing", () => {
  it.each(["", "30", "d30", "-3d", "30d ", "2026-11-23", "2026-11-23T03:33:18"])("parseSince refuses %j", (text) => {
    expect(parseSince(text, NOW)).toBeNull();
  });

  it.each(["", "±4h", "2026-11-23T03:33:18Z", "2026-11-23T03:33:18Z±", "2026-11-23T03:33:18Z-4h", "now±4h"])(
    "parseAround refuses %j",
    (text) => {
      expect(parseAround(text)).toBeNull();
    },
  );

  it("gives a value or null for any text", () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        expect(["bigint", "object"]).toContain(typeof parseSince(text, NOW));
        expect(typeof parseAround(text)).toBe("object");
      }),
    );
  });
});

describe("recentBy", () => {
  const window = { fromNs: 100n, untilNs: 200n, focusNs: 150n };
  it.each([
    [100n, 200n, "both"],
    [99n, 200n, "ctime"],
    [100n, 201n, "mtime"],
    [99n, 201n, null],
    [-5n, 150n, "ctime"],
  ] as const)("mtime %d and ctime %d: %s", (mtime, ctime, expected) => {
    expect(windowTest(window).recentBy(times(mtime, ctime))).toBe(expected);
  });

  it("takes times of the far future where the window is open", () => {
    expect(windowTest({ ...window, untilNs: null }).recentBy(times(2n ** 63n, 0n))).toBe("mtime");
  });
});

describe("distance", () => {
  const window = { fromNs: 0n, untilNs: null, focusNs: 1000n };
  it("counts only the times that lie in the window, to either side of the focus", () => {
    const { distance } = windowTest(window);
    expect(distance("both", times(900n, 1300n))).toBe(100);
    expect(distance("mtime", times(1500n, 1000n))).toBe(500);
    expect(distance("ctime", times(1000n, 400n))).toBe(600);
    expect(distance("mtime", times(-1n, 0n))).toBe(1001);
  });
});
