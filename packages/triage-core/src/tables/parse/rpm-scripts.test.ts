import { readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import fc from "fast-check";
import { expect, test } from "vitest";
import { hashBytes } from "../../host/hash-bytes.ts";
import { foreignScripts } from "../owners/foreign-scripts.ts";
import { parseRpmScripts, type RpmScripts } from "./rpm-scripts.ts";
import { readSqliteTable } from "./sqlite-table.ts";

const FIXTURE = new URL("../../../../../fixtures/files/rpm/scripts.sqlite.gz", import.meta.url);
const database = new Uint8Array(gunzipSync(readFileSync(FIXTURE)));
const headers = [...(readSqliteTable(database, "Packages") ?? [])].flatMap(([, blob]) =>
  blob instanceof Uint8Array ? [blob] : [],
);
const packages = (of: readonly Uint8Array[]) => of.flatMap((header) => parseRpmScripts(header) ?? []);
const scripted = packages(headers).find(({ name }) => name === "scripted") as RpmScripts;

test("scripts of every kind, of packages that rpm built", () => {
  expect(packages(headers).map(({ name, signed, scripts }) => [name, signed, scripts.length])).toEqual([
    ["unsigned", false, 6],
    ["plain", true, 0],
    ["scripted", true, 6],
  ]);
  expect(scripted.scripts).toEqual([
    { kind: "%post", interpreter: "/bin/sh", text: "echo post-install\n/opt/planted --post &" },
    { kind: "%preun", interpreter: "/sbin/ldconfig", text: "" },
    { kind: "%postun", interpreter: "/bin/bash", text: "/opt/planted --postun" },
    { kind: "%trigger", interpreter: "/bin/sh", text: "/opt/planted --trigger" },
    { kind: "%filetrigger", interpreter: "/bin/sh", text: "/opt/planted --filetrigger" },
    { kind: "%transfiletrigger", interpreter: "<lua>", text: 'print("x")' },
  ]);
});

test("the digest of what was built is the one that rpm recorded", () => {
  const digests = packages(headers).map(
    ({ built }) => hashBytes({ bytes: built() ?? new Uint8Array(), more: false }, {}).sha256,
  );
  expect(digests).toEqual(packages(headers).map(({ sha256 }) => sha256));
});

/** The headers with one word of a script changed to another of its length. */
function planted(): Uint8Array[] {
  return headers.map((header) => {
    const at = Buffer.from(header).indexOf("echo post-install");
    const copy = header.slice();
    if (at >= 0) copy.set(Buffer.from("/tmp/x;ost-install"), at);
    return copy;
  });
}

test("foreign are those of a changed header, and of an unsigned package among signed ones", () => {
  const standings = (of: readonly Uint8Array[]) => [
    ...new Set(foreignScripts(packages(of)).map((script) => `${script.package} ${script.standing}`)),
  ];
  expect(standings(headers)).toEqual(["unsigned unsigned"]);
  expect(standings(planted())).toEqual(["unsigned changed", "scripted changed"]);
  expect(standings(headers.slice(0, 2))).toEqual([]);
});

test("there are at most 256", () => {
  const many = Array.from({ length: 100 }, () => ({ ...scripted, sha256: "0" }));
  expect(foreignScripts(many)).toHaveLength(256);
});

test("damage is not thrown", () => {
  const [header = new Uint8Array()] = headers;
  const changes = fc.array(fc.tuple(fc.nat(header.length - 1), fc.nat(255)), { maxLength: 40 });
  fc.assert(
    fc.property(changes, fc.nat(header.length), (changed, length) => {
      const bytes = header.slice(0, length);
      for (const [at, value] of changed) if (at < length) bytes[at] = value;
      foreignScripts(packages([bytes]));
    }),
    { numRuns: 500 },
  );
});
