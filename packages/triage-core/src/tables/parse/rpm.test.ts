import { readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parseRpmHeader } from "./rpm-header.ts";
import { decodeRecord, readVarint } from "./sqlite-record.ts";
import { readSqliteTable } from "./sqlite-table.ts";

const FIXTURE = new URL("../../../../../fixtures/files/rpm/rpmdb.sqlite.gz", import.meta.url);
const database = new Uint8Array(gunzipSync(readFileSync(FIXTURE)));
const blobs = () =>
  [...(readSqliteTable(database, "Packages") ?? [])].flatMap(([, blob]) => (blob instanceof Uint8Array ? [blob] : []));

describe("a database made by rpm", () => {
  test("gives both packages, the one on overflow pages too", () => {
    const packages = blobs().map((blob) => parseRpmHeader(blob));
    expect(packages.map((one) => [one?.name, one?.digestAlgorithm, one?.files.length])).toEqual([
      ["tool", 8, 3],
      ["many", 8, 401],
    ]);
  });

  test("gives paths, digests and which files are configuration", () => {
    expect(parseRpmHeader(blobs()[0] ?? new Uint8Array())?.files).toEqual([
      {
        path: "/etc/tool.conf",
        digest: "fe3209d6d4f51935b391288a43df48d9ddece1a992597ae53387ca16611a9179",
        config: true,
      },
      {
        path: "/usr/bin/tool",
        digest: "bf664cf84f00f6ed76164c8457fdeaf8e4dee547226e9ffcf8274e2d2246fed9",
        config: false,
      },
      {
        path: "/usr/lib/systemd/system/tool.service",
        digest: "dd9605407233dafb9253a9e0c9608848d1402bb3a5094acb2786c54e47b0b88d",
        config: false,
      },
    ]);
  });

  test("has no other table of that name", () => {
    expect(readSqliteTable(database, "Nothing")).toBeNull();
  });
});

test.each([
  [[0x00], 0, 1],
  [[0x81, 0x00], 128, 2],
  [[0xff, 0xff, 0xff, 0xff, 0x7f], 34_359_738_367, 5],
])("varint %j", (bytes, value, length) => {
  expect(readVarint(Uint8Array.from(bytes), 0)).toEqual({ value, length });
});

test("a record of each kind of value", () => {
  const bytes = Uint8Array.from([7, 0, 1, 2, 8, 9, 17, 0xff, 1, 0, 0x41, 0x42]);
  expect(decodeRecord(bytes)).toEqual([null, -1, 256, 0, 1, "AB"]);
});

describe("damage", () => {
  test("is neither thrown nor endless", () => {
    const damaged = fc.property(
      fc.array(fc.tuple(fc.nat(database.length - 1), fc.nat(255)), { minLength: 1, maxLength: 40 }),
      (changes) => {
        const bytes = database.slice();
        for (const [at, value] of changes) bytes[at] = value;
        for (const [, blob] of readSqliteTable(bytes, "Packages") ?? [])
          if (blob instanceof Uint8Array) parseRpmHeader(blob);
      },
    );
    expect(() => fc.assert(damaged, { numRuns: 200 })).not.toThrow();
  });

  test("any bytes are no database and no header, or parse", () => {
    const any = fc.property(fc.uint8Array({ maxLength: 400 }), (bytes) => {
      parseRpmHeader(bytes);
      decodeRecord(bytes);
      readSqliteTable(bytes, "x");
    });
    expect(() => fc.assert(any)).not.toThrow();
  });
});
