import { encodeFrame } from "@livetriage/triage-core";
import { describe, expect, test } from "vitest";
import { refusal } from "../testing/refusal.ts";
import { sampleFrames } from "../testing/sample-frames.ts";
import { sampleProcess } from "../testing/sample-items.ts";
import { samplePackage, sampleSection } from "../testing/sample-package.ts";
import { readSaved } from "./saved-package.ts";

const document = samplePackage({ "proc-tree": sampleSection([sampleProcess(1, 0, ["/sbin/init"])]) });
const read = (text: string) => readSaved("p.json", Buffer.from(text));

const refused = (text: string) => refusal(() => read(text));

test("a document, pretty-printed or not", () => {
  expect(read(JSON.stringify(document))).toEqual({ form: "json", document, sealOfStream: null });
  expect(read(JSON.stringify(document, null, 2)).document).toEqual(document);
});

describe("frames", () => {
  const lines = sampleFrames(document).map(encodeFrame);

  test("make the document", () => {
    expect(read(lines.join("")).document.phases).toEqual({
      "proc-tree": { ...document.phases["proc-tree"] },
    });
  });

  test("that end early make a partial document, a line cut short included", () => {
    const cut = lines.slice(0, 3).join("") + lines[3]?.slice(0, 20);
    expect(read(cut)).toMatchObject({
      sealOfStream: null,
      document: { ended: "interrupted", phases: { "proc-tree": { status: "partial", items: [{ pid: 1 }] } } },
    });
  });
});

test("a package on standard input is called so", () => {
  expect(() => readSaved("-", Buffer.from("x"))).toThrow("standard input is not JSON");
});

test.each([
  ["nothing", "", "65 p.json is not JSON"],
  ["text", "hello\n", "65 p.json is not JSON"],
  ["other JSON", '{"a":1}', /^65 p\.json is no package: schema: /],
  ["a list", "[]", /^65 p\.json is no package: /],
  [
    "a bad frame",
    `${encodeFrame(sampleFrames(document)[0] as never)}{"frame":"item"}\n`,
    /^65 p\.json line 2 is no package: phase/,
  ],
  [
    "a package of a later schema",
    JSON.stringify({ ...document, schema: "livetriage.package/v2" }),
    "65 p.json has the schema livetriage.package/v2; this version reads livetriage.package/v1",
  ],
  [
    "frames of a later schema",
    sampleFrames({ ...document, schema: "livetriage.package/v2" })
      .map(encodeFrame)
      .join(""),
    "65 p.json has the schema livetriage.package/v2; this version reads livetriage.package/v1",
  ],
  [
    "what follows a trailer",
    [...sampleFrames(document), ...sampleFrames(document)].map(encodeFrame).join(""),
    "65 p.json line 6 comes after the trailer, which ends a package",
  ],
  [
    "a sealed package",
    "age-encryption.org/v1\n-> X25519 abc\n",
    "65 p.json is sealed; open it with: age -d -i KEYFILE p.json | livetriage show -",
  ],
  ["a sealed package in armor", "-----BEGIN AGE ENCRYPTED FILE-----\n", /^65 p\.json is sealed/],
])("%s is refused", (_name, text, expected) => {
  if (typeof expected === "string") expect(refused(text)).toBe(expected);
  else expect(refused(text)).toMatch(expected);
});
