import { create } from "@bufbuild/protobuf";
import { expect, test } from "vitest";
import { JoinFileSchema } from "./gen/triage/channel/v1/files_pb.ts";
import { decodeTextFile, encodeTextFile } from "./text-file.ts";

const join = create(JoinFileSchema, {
  fleetId: "prod",
  endpoints: ["collector.example:8443", "[2001:db8::1]:8443"],
  caPem: "-----BEGIN CERTIFICATE-----\n",
  rootKey: Uint8Array.of(1, 2),
  token: new Uint8Array(32),
});

test("a file is JSON with the names of the fields, and comes back", () => {
  const text = encodeTextFile(JoinFileSchema, join);
  expect(JSON.parse(text)).toMatchObject({ fleet_id: "prod", root_key: "AQI=" });
  expect(decodeTextFile(JoinFileSchema, text)).toEqual({ ok: true, value: join });
});

test("a field that this version does not know is let go", () => {
  const text = JSON.stringify({ ...JSON.parse(encodeTextFile(JoinFileSchema, join)), later: { a: 1 } });
  expect(decodeTextFile(JoinFileSchema, text)).toEqual({ ok: true, value: join });
});

test.each([
  ["fleet_id", { fleet_id: "" }, "fleet_id is missing"],
  ["endpoints", { endpoints: [] }, "endpoints is missing"],
  ["token", { token: undefined }, "token is missing"],
])("without %s it is none", (_, change, problem) => {
  const text = JSON.stringify({ ...JSON.parse(encodeTextFile(JoinFileSchema, join)), ...change });
  expect(decodeTextFile(JoinFileSchema, text)).toEqual({ ok: false, problem });
});

test.each(["", "{", "[]", '{"token": 5}'])("%j is none", (text) => {
  expect(decodeTextFile(JoinFileSchema, text)).toMatchObject({ ok: false, problem: expect.stringMatching(/./) });
});
