import { decodeLossless, encodeLossless } from "@livetriage/triage-core/text";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parseStat } from "./stat.ts";

const TAIL =
  "S 1 41 40 34816 -1 4194560 42 37 0 149 113 369 782 544 10 -10 13 0 24 52948992 4886 18446744073709551615 1 1 " +
  "140736 0 0 0 0 0 0 0 0 0 17 1 99 2 0 0 0 0 0 0 140700 140720 0 0 0\n";

const line = (text: string) => parseStat(Buffer.from(text));

describe("parseStat", () => {
  test("every kept field", () => {
    expect(line(`41 (bash) ${TAIL}`)).toEqual({
      pid: 41,
      comm: "bash",
      state: "S",
      ppid: 1,
      pgrp: 41,
      session: 40,
      tty_nr: 34816,
      flags: 4194560,
      utime: 113,
      stime: 369,
      nice: -10,
      num_threads: 13,
      start_ticks: "24",
      vsize: 52948992,
      rss: 4886,
      startstack: 140736,
      rt_priority: 99,
      policy: 2,
      arg_start: 140700,
      arg_end: 140720,
    });
  });

  test.each([
    ["spaces", "my prog"],
    ["another line", ") R 1 (\n9"],
    ["only parentheses", "))(("],
    ["nothing", ""],
  ])("a name of %s moves no field", (_name, comm) => {
    expect(line(`41 (${comm}) ${TAIL}`)).toMatchObject({ comm, state: "S", ppid: 1, start_ticks: "24" });
  });

  test("a name that is not UTF-8 keeps its bytes", () => {
    const bytes = Buffer.concat([Buffer.from("41 ("), Buffer.from([0xff, 0x41]), Buffer.from(`) ${TAIL}`)]);
    expect(Buffer.from(encodeLossless(parseStat(bytes)?.comm ?? ""))).toEqual(Buffer.from([0xff, 0x41]));
  });

  test("a line that ends at field 24 has no later fields", () => {
    const short = TAIL.split(" ").slice(0, 22).join(" ");
    expect(line(`41 (bash) ${short}`)).toMatchObject({ rss: 4886, startstack: null, policy: null, arg_start: null });
  });

  test("a terminal number with its top bit set is not negative", () => {
    expect(line(`41 (bash) ${TAIL.replace("34816", "-2147448832")}`)?.tty_nr).toBe(2147518464);
  });

  const fields = TAIL.trim().split(" ");
  test.each(Array.from({ length: 21 }, (_, i) => i + 4))("field %i is not a number: malformed", (field) => {
    const bad = fields.with(field - 3, "x1").join(" ");
    expect(line(`41 (bash) ${bad}`)).toBeNull();
  });

  test.each([
    ["empty", ""],
    ["no parentheses", "41 bash S 1"],
    ["no pid", "(bash) S 1"],
    ["a pid that is no number", `x (bash) ${TAIL}`],
    ["no state", "41 (bash)"],
    ["a negative start", `41 (bash) ${TAIL.replace(" 24 ", " -24 ")}`],
  ])("%s: malformed", (_name, text) => {
    expect(line(text)).toBeNull();
  });

  test("any bytes give a value or null", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 400 }), (bytes) => {
        const stat = parseStat(bytes);
        expect(stat === null || /^\d+$/.test(stat.start_ticks)).toBe(true);
      }),
    );
  });

  test("any name comes back", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 64 }), (name) => {
        const bytes = Buffer.concat([Buffer.from("41 ("), name, Buffer.from(`) ${TAIL}`)]);
        expect(parseStat(bytes)).toMatchObject({ comm: decodeLossless(name), pid: 41, ppid: 1, start_ticks: "24" });
      }),
    );
  });
});
