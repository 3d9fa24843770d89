import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { decodeLossless } from "../text/lossless.ts";
import { findArguments, unsayable } from "./find-arguments.ts";
import { parseComplaint } from "./find-complaint.ts";
import { FindRecords } from "./find-records.ts";

const NAME = Buffer.from([0x2f, 0xff, 0x0a, 0x20, 0x41]);
const RECORD = Buffer.concat([Buffer.from("l 777 1000 -2.5000000000 1795408946.5976443710 "), NAME, Buffer.from([0])]);

describe("records of find", () => {
  it("are entries with exact times, whatever the chunks", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 300 }), (cut) => {
        const records = new FindRecords();
        const bytes = Buffer.concat([RECORD, RECORD]);
        const entries = [];
        for (let at = 0; at < bytes.length; at += cut) entries.push(...records.push(bytes.subarray(at, at + cut)));
        const stat = { type: "symlink", mode: 0o120777, uid: 1000 };
        const times = { mtime_s: -2, mtime_n: 500_000_000, ctime_s: 1_795_408_946, ctime_n: 597_644_371 };
        const entry = { path: decodeLossless(NAME), stat: { ...stat, ...times } };
        expect([entries, records.malformed]).toEqual([[entry, entry], 0]);
      }),
    );
  });

  it.each([
    "l 777 1000 1.0000000000 1.0000000000 ",
    "l 789 1000 1.0000000000 1.0000000000 /x",
    "l 777 x 1.0000000000 1.0000000000 /x",
    "l 777 1000 1.0 1.0000000000 /x",
    "l 777 1000 1.0000000000 1 /x",
    "l 777 1000",
    "",
  ])("of another shape are counted and left out: %j", (text) => {
    const records = new FindRecords();
    const entries = records.push(Buffer.concat([Buffer.from(`${text}\0`), RECORD]));
    expect([entries.length, records.malformed]).toEqual([1, 1]);
  });

  it("never throw", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 400 }), (bytes) => void new FindRecords().push(Buffer.from(bytes))),
    );
  });
});

describe("complaints of find", () => {
  it("name the path, unescaped, and the errno", () => {
    expect(parseComplaint("/usr/bin/find: '/tmp/d\\n\\'x\\377': Permission denied")).toEqual({
      op: "find",
      path: `/tmp/d\n'x${decodeLossless(Uint8Array.of(0xff))}`,
      errno: "EACCES",
    });
    expect(parseComplaint("find: warning: odd")).toEqual({ op: "find", path: "", errno: "EIO" });
    expect(parseComplaint("")).toBeNull();
  });
});

describe("the command line", () => {
  const spec = { maxDepth: 5, changedSinceNs: 1_000_000_000n, signal: new AbortController().signal };

  it("prunes exact paths and asks for the nanosecond", () => {
    const args = findArguments({ ...spec, starts: ["/"], prune: ["/a*[b]", "/proc"] });
    expect(args.slice(0, 13)).toEqual([
      "-P",
      "/",
      "-mindepth",
      "1",
      "-maxdepth",
      "5",
      "-regextype",
      "posix-extended",
      "(",
      "-regex",
      "/a\\*\\[b\\]|/proc",
      ")",
      "-prune",
    ]);
    expect(args).toContain("@0.999999999");
    expect(findArguments({ ...spec, changedSinceNs: -1n, starts: ["/"], prune: [] })).toContain("@-0.000000002");
  });

  it("says very many paths in several arguments", () => {
    const prune = Array.from({ length: 4000 }, (_, i) => `/home/user${i}/.cache`);
    const expressions = findArguments({ ...spec, starts: ["/"], prune }).filter((argument) =>
      argument.startsWith("/h"),
    );
    expect(expressions.length).toBeGreaterThan(1);
    expect(expressions.join("|").replaceAll("\\", "")).toBe(prune.join("|"));
    for (const expression of expressions) expect(expression.length).toBeLessThan(40_000);
  });

  it("tells the paths that it cannot say", () => {
    const path = `/${decodeLossless(Uint8Array.of(0xff))}`;
    const odd = { ...spec, starts: [path], prune: [`${path}x`] };
    expect(findArguments(odd)).not.toContain(path);
    expect(findArguments(odd)).toContain("/.x");
    expect(unsayable(odd).map(({ errno }) => errno)).toEqual(["EILSEQ", "EILSEQ"]);
  });
});
