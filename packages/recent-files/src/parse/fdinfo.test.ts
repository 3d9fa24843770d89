import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseFdInfo } from "./fdinfo.ts";

describe("parseFdInfo", () => {
  it.each([
    ["pos:\t0\nflags:\t02100002\nmnt_id:\t29\nino:\t1234\n", { mnt_id: 29, ino: "1234" }],
    ["pos:\t0\nflags:\t02\nmnt_id:\t9\n", { mnt_id: 9, ino: null }],
    ["mnt_id:\tx\nino:\t-1\n", { mnt_id: null, ino: null }],
    ["ino:\t18446744073709551615\nlock:\t1: FLOCK\n", { mnt_id: null, ino: "18446744073709551615" }],
    ["", { mnt_id: null, ino: null }],
  ])("reads %j", (text, expected) => {
    expect(parseFdInfo(Buffer.from(text))).toEqual(expected);
  });

  it("gives a value for any bytes", () => {
    fc.assert(
      fc.property(fc.uint8Array(), (bytes) => {
        expect(Object.keys(parseFdInfo(bytes))).toEqual(["mnt_id", "ino"]);
      }),
    );
  });
});
