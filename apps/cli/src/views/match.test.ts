import { describe, expect, test } from "vitest";
import { sampleFile, sampleProcess, sampleSocket } from "../testing/sample-items.ts";
import { samplePackage, sampleSection } from "../testing/sample-package.ts";
import { matchView, parseTerms } from "./match.ts";

const hash = "ab".repeat(32);
const document = samplePackage({
  "proc-tree": sampleSection([
    sampleProcess(1, 0, ["/sbin/init"]),
    sampleProcess(7, 1, ["/tmp/Xmrig", "--pool", "10.0.0.12:80"]),
  ]),
  "net-conns": sampleSection([
    sampleSocket("outbound", "10.0.0.5:1", "10.0.0.1:443", "curl"),
    sampleSocket("outbound", "10.0.0.5:2", "2001:db8::1:443", "wget"),
  ]),
  "recent-files": sampleSection([sampleFile("/tmp/x", "executable", "2026-11-23T11:00:00Z", { sha256: hash })]),
});
const hits = (...terms: string[]) =>
  matchView(document, terms, { all: false, registry: [] }).rows.map(([phase, term]) => `${phase} ${term}`);

describe("matchView", () => {
  test.each([
    ["an address, whole", "10.0.0.1", ["net-conns 10.0.0.1"]],
    ["an address inside an argument", "10.0.0.12", ["proc-tree 10.0.0.12"]],
    ["IPv6 in any form", "2001:DB8:0::0001", ["net-conns 2001:DB8:0::0001"]],
    ["a name without regard to case", "xmrig", ["proc-tree xmrig"]],
    ["a path", "/tmp/x", ["proc-tree /tmp/x", "recent-files /tmp/x"]],
    ["a hash in capitals", hash.toUpperCase(), [`recent-files ${hash.toUpperCase()}`]],
    ["half a hash of md5 length", "ab".repeat(16), []],
    ["characters of patterns", "x(", []],
  ])("%s", (_name, term, expected) => {
    expect(hits(term)).toEqual(expected);
  });

  test("a row tells every term that it holds", () => {
    expect(hits("xmrig", "pool", "nothing")).toEqual(["proc-tree xmrig pool"]);
  });
});

test("a list has comments, empty lines and defanged indicators", () => {
  expect(parseTerms("# list\n\n1[.]2[.]3[.]4 # c2\r\nhxxps://evil[.]example/a#b\n")).toEqual([
    "1.2.3.4",
    "https://evil.example/a#b",
  ]);
});
