import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { decodeLossless } from "../text/lossless.ts";
import { findArguments, unsayable } from "./find-arguments.ts";
import { parseComplaint } from "./find-complaint.ts";
import { FindRecords } from "./find-records.ts";

const NAME = Buffer.from([0x2f, 0xff, 0x0a, 0x41]);
const FIELDS = ["/target", "l", "777", "1000", "100", "1", "20", "0", "65024", "2146482"];
const TIMES = ["-2.5000000000", "1795408946.5976443710", "1.0000000000"];
const RECORD = Buffer.concat([NAME, Buffer.from(`\0${[...FIELDS, ...TIMES].join("\0")}\0`)]);

describe("records of find", () => {
  it("are entries with exact times, whatever the chunks", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 300 }), (cut) => {
        const records = new FindRecords();
        const bytes = Buffer.concat([RECORD, RECORD]);
        const entries = [];
        for (let at = 0; at < bytes.length; at += cut) entries.push(...records.push(bytes.subarray(at, at + cut)));
        expect(entries).toHaveLength(2);
        expect(entries[1]).toEqual({
          path: decodeLossless(NAME),
          link: "/target",
          stat: {
            type: "symlink",
            mode: 0o120777,
            uid: 1000,
            gid: 100,
            nlink: 1,
            size: 20n,
            blocks: 0n,
            dev: 65024n,
            ino: 2146482n,
            rdev: 0n,
            atime_ns: -1_500_000_000n,
            mtime_ns: 1_795_408_946_597_644_371n,
            ctime_ns: 1_000_000_000n,
            birthtime_ns: 0n,
          },
        });
      }),
    );
  });

  it("that hold no figures are counted and left out", () => {
    const records = new FindRecords();
    expect([records.push(Buffer.from("/x\0\0f\0".padEnd(40, "z\0"))), records.malformed]).toEqual([[], 1]);
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
    expect(args.slice(0, 16)).toEqual([
      "-P",
      "/",
      "-maxdepth",
      "5",
      "-type",
      "d",
      "(",
      "-path",
      "/a\\*\\[b]",
      "-o",
      "-path",
      "/proc",
      ")",
      "-prune",
      "-o",
      "(",
    ]);
    expect(args).toContain("@0.999999999");
    expect(findArguments({ ...spec, changedSinceNs: -1n, starts: ["/"], prune: [] })).toContain("@-0.000000002");
  });

  it("tells the paths that it cannot say", () => {
    const path = `/${decodeLossless(Uint8Array.of(0xff))}`;
    const odd = { ...spec, starts: [path], prune: [`${path}x`] };
    expect(findArguments(odd)).not.toContain(path);
    expect(findArguments(odd)).toContain("/?x");
    expect(unsayable(odd).map(({ errno }) => errno)).toEqual(["EILSEQ", "EILSEQ"]);
  });
});
