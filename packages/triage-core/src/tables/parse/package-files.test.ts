import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parseApkInstalled } from "./apk-installed.ts";
import { parseDigestLines } from "./digest-lines.ts";
import { parseDiversions } from "./dpkg-diversions.ts";
import { parseConffiles } from "./dpkg-status.ts";
import { parseMtree, parsePacmanFiles } from "./pacman-local.ts";

test("conffiles of dpkg's status, obsolete ones too", () => {
  const status = `Package: cron
Status: install ok installed
Conffiles:
 /etc/cron.d/.placeholder 31a77ff3ded7b4dd75c4df3cfa4ee2ed
 /etc/default/cron 4cf7f3a6a7f2d2c0bd1e4aa1e5ad4c13 obsolete
Description: x
 /not a conffile
`;
  expect([...parseConffiles(status)]).toEqual([
    ["/etc/cron.d/.placeholder", "31a77ff3ded7b4dd75c4df3cfa4ee2ed"],
    ["/etc/default/cron", "4cf7f3a6a7f2d2c0bd1e4aa1e5ad4c13"],
  ]);
});

test("digest lines keep blanks in names", () => {
  expect(parseDigestLines("d41d8cd98f00b204e9800998ecf8427e  usr/share/a b\nshort\n")).toEqual([
    ["d41d8cd98f00b204e9800998ecf8427e", "usr/share/a b"],
  ]);
});

test("diversions are triples; a cut one is left out", () => {
  expect([...parseDiversions("/bin/sh\n/bin/sh.distrib\ndash\n/a\n")]).toEqual([
    ["/bin/sh", { to: "/bin/sh.distrib", by: "dash" }],
  ]);
});

test("apk's files with their sha1", () => {
  expect(
    parseApkInstalled("P:busybox\nV:1\nF:bin\nR:busybox\na:0:0:755\nZ:Q1AAAAAAAAAAAAAAAAAAAAAAAAAAE=\nF:\nR:top\n"),
  ).toEqual([
    { package: "busybox", path: "/bin/busybox", sha1: "0000000000000000000000000000000000000001" },
    { package: "busybox", path: "/top", sha1: null },
  ]);
});

describe("pacman", () => {
  test("files and backups", () => {
    expect(parsePacmanFiles("%FILES%\netc/\netc/x.conf\nusr/bin/x\n\n%BACKUP%\netc/x.conf\tabc\n")).toEqual({
      files: ["/etc/x.conf", "/usr/bin/x"],
      backup: new Set(["/etc/x.conf"]),
    });
  });

  test("mtree", () => {
    const hex = "ab".repeat(32);
    expect(
      parseMtree(`#mtree\n/set type=file\n./usr/bin/a\\040b time=1.0 size=3 sha256digest=${hex}\n./usr type=dir\n`),
    ).toEqual([["/usr/bin/a b", hex]]);
  });
});

test.each([parseConffiles, parseDigestLines, parseDiversions, parseApkInstalled, parsePacmanFiles, parseMtree])(
  "%o takes any text",
  (parse) => {
    const holds = fc.property(fc.string({ unit: "binary" }), (text) => void parse(text));
    expect(() => fc.assert(holds)).not.toThrow();
  },
);
