import { lstatSync } from "node:fs";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ByteReader } from "./byte-reader.ts";
import { ByteWriter } from "./byte-writer.ts";
import {
  readEntries,
  readFault,
  readFileBytes,
  readHash,
  readLinks,
  readSetValue,
  readStat,
  writeFault,
  writeStat,
} from "./protocol-answer.ts";

function through(write: (out: ByteWriter) => void): ByteReader {
  const out = new ByteWriter(1);
  write(out);
  return new ByteReader(out.buffer.subarray(0, out.length));
}

describe("answers on the wire", () => {
  it("keep every figure of lstat", () => {
    const stat = lstatSync("/etc/passwd", { bigint: true });
    expect(readStat(through((out) => writeStat(out, stat)))).toEqual({
      type: "file",
      mode: Number(stat.mode),
      uid: Number(stat.uid),
      gid: Number(stat.gid),
      nlink: Number(stat.nlink),
      size: stat.size,
      blocks: stat.blocks,
      dev: stat.dev,
      ino: stat.ino,
      rdev: stat.rdev,
      atime_ns: stat.atimeNs,
      mtime_ns: stat.mtimeNs,
      ctime_ns: stat.ctimeNs,
      birthtime_ns: stat.birthtimeNs,
    });
  });

  it("keep times before 1970 and file sizes and inodes beyond 2^53", () => {
    const stat = { ...lstatSync("/", { bigint: true }), mtimeNs: -1n, ino: 2n ** 64n - 1n, size: 2n ** 62n };
    const read = readStat(through((out) => writeStat(out, stat)));
    expect([read.mtime_ns, read.ino, read.size]).toEqual([-1n, 2n ** 64n - 1n, 2n ** 62n]);
  });

  it("keep times that somebody has set to any year", () => {
    for (const ns of [13_569_465_600_123_456_789n, -13_569_465_600_123_456_789n, 2n ** 63n, -(2n ** 92n), 0n]) {
      const stat = { ...lstatSync("/", { bigint: true }), atimeNs: -ns, mtimeNs: ns };
      const read = readStat(through((out) => writeStat(out, stat)));
      expect([read.atime_ns, read.mtime_ns]).toEqual([-ns, ns]);
    }
  });

  it("keep a fault, with the path that the asker knows", () => {
    const fault = { op: "open", errno: "SKIPPED", why: "policy" } as const;
    expect(
      readFault(
        through((out) => writeFault(out, fault)),
        "/x",
      ),
    ).toEqual({ ...fault, path: "/x" });
  });

  it("are refused, and nothing worse, when they are any other bytes", () => {
    const parts = [{ file: "a", maxBytes: 1 }, { link: "b" }, { stat: "c" }, { links: "d", maxEntries: 1 }] as const;
    const readers: ((from: ByteReader) => unknown)[] = [
      readEntries,
      readFileBytes,
      readHash,
      readLinks,
      readStat,
      (from) => readFault(from, "/"),
      (from) => readSetValue(from, "/proc/1", parts),
    ];
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), fc.constantFrom(...readers), (bytes, read) => {
        try {
          read(new ByteReader(Buffer.from(bytes)));
        } catch (error) {
          expect(error).toBeInstanceOf(RangeError);
        }
      }),
      { numRuns: 3000 },
    );
  });
});
