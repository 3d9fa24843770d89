import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parseMaps } from "./maps.ts";

const parse = (...lines: string[]) => parseMaps(Buffer.from(`${lines.join("\n")}\n`));
const map = (perms: string, name: string, start = 0x1000) =>
  `${start.toString(16)}-${(start + 0x2000).toString(16)} ${perms} 00000000 fe:00 12   ${name}`;

describe("parseMaps", () => {
  test.each([
    ["code of an unlinked file", "r-xp", "/opt/l.so (deleted)", { kind: "deleted", path: "/opt/l.so" }],
    ["code of a memfd", "r-xp", "/memfd:x (deleted)", { kind: "memfd", path: "/memfd:x" }],
    ["executable memory", "rwxp", "", { kind: "anonymous_executable", path: null }],
    ["named executable memory", "r-xp", "[anon:jit]", { kind: "anonymous_executable", path: null }],
    ["an executable heap", "rwxp", "[heap]", { kind: "anonymous_executable", path: "[heap]" }],
    ["code from a place that anyone may write", "r-xp", "/tmp/l.so", { kind: "writable_place", path: "/tmp/l.so" }],
    ["a newline in the path", "r-xp", "/tmp/a\\012b", { kind: "writable_place", path: "/tmp/a\nb" }],
  ])("%s", (_name, perms, name, expected) => {
    expect(parse(map(perms, name))).toEqual([{ ...expected, count: 1, bytes: 0x2000 }]);
  });

  test.each([
    ["data of an unlinked file", "r--p", "/opt/l.so (deleted)"],
    ["usual code", "r-xp", "/usr/lib/l.so"],
    ["shared memory", "r-xs", "/SYSV00000000 (deleted)"],
    ["the kernel's page", "r-xp", "[vdso]"],
  ])("not told: %s", (_name, perms, name) => {
    expect(parse(map(perms, name))).toEqual([]);
  });

  test("equal ones are taken together", () => {
    const rows = parse(map("rwxp", ""), map("r-xp", "", 0x9000), "a line of another shape");
    expect(rows).toEqual([{ kind: "anonymous_executable", path: null, count: 2, bytes: 0x4000 }]);
  });

  test("any bytes", () => {
    fc.assert(
      fc.property(fc.uint8Array(), (bytes) => {
        expect(parseMaps(bytes).every(({ count }) => count > 0)).toBe(true);
      }),
    );
  });
});
