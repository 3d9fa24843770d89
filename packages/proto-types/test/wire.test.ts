import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fromBinary, fromJson, type JsonValue, toBinary, toJson } from "@bufbuild/protobuf";
import { describe, expect, test } from "vitest";
import { filledMessages, WIRE_MESSAGES } from "./wire-messages.ts";

/** Bytes as each release wrote them: `NAME.bin` for each row of `messages.json`. */
const golden = join(import.meta.dirname, "golden");

interface Row {
  readonly file: string;
  readonly type: string;
  /** What the bytes say, in protobuf's JSON. */
  readonly message: JsonValue;
}

const rows = WIRE_MESSAGES.flatMap((schema) =>
  filledMessages(schema).map((message, index) => ({
    file: `${schema.name}-${index}.bin`,
    type: schema.typeName,
    message: toJson(schema, message),
    bytes: toBinary(schema, message),
  })),
);

/** `LIVETRIAGE_WRITE=RELEASE vitest run test/wire` writes what this version says, for a release that is about to be. */
const release = process.env["LIVETRIAGE_WRITE"];
if (release !== undefined) {
  mkdirSync(join(golden, release), { recursive: true });
  for (const { file, bytes } of rows) writeFileSync(join(golden, release, file), bytes);
  const index = rows.map(({ bytes: _, ...row }) => row);
  writeFileSync(join(golden, release, "messages.json"), `${JSON.stringify(index, null, 2)}\n`);
}

describe.each(readdirSync(golden))("the wire of %s", (release) => {
  const index = JSON.parse(readFileSync(join(golden, release, "messages.json"), "utf8")) as Row[];

  test.each(index)("$file is read as it was meant, and written as it was", ({ file, type, message }) => {
    const schema = WIRE_MESSAGES.find(({ typeName }) => typeName === type);
    if (schema === undefined) throw new Error(`${type} is gone`);
    const bytes = readFileSync(join(golden, release, file));
    expect(toJson(schema, fromBinary(schema, bytes))).toEqual(message);
    expect(Buffer.from(toBinary(schema, fromJson(schema, message)))).toEqual(bytes);
  });

  test("has a row for each of its files", () => {
    const files = readdirSync(join(golden, release)).filter((name) => name.endsWith(".bin"));
    expect(files.toSorted()).toEqual(index.map(({ file }) => file).toSorted());
  });
});

test("every message that this version has comes back from its bytes", () => {
  expect(rows.length).toBeGreaterThan(60);
  for (const { type, message, bytes } of rows) {
    const schema = WIRE_MESSAGES.find(({ typeName }) => typeName === type);
    if (schema === undefined) throw new Error(type);
    expect(toJson(schema, fromBinary(schema, bytes))).toEqual(message);
  }
});
