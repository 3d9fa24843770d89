import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parseCgroup, unitOf } from "./cgroup.ts";

describe("parseCgroup", () => {
  test.each([
    ["version 2", "0::/system.slice/ssh.service\n", { path: "/system.slice/ssh.service", hierarchy: "" }],
    [
      "systemd of version 1",
      "3:cpu:/a\n1:name=systemd:/b/c.scope\n0::/\n",
      { path: "/b/c.scope", hierarchy: "name=systemd" },
    ],
    [
      "the deepest of version 1",
      "4:memory:/lxc/x/init\n1:name=systemd:/\n0::/\n",
      { path: "/lxc/x/init", hierarchy: "memory" },
    ],
    [
      "from a namespace of cgroups",
      "9:name=systemd:/..\n0::/../machine.slice/x.scope\n",
      { path: "/../machine.slice/x.scope", hierarchy: "" },
    ],
    ["a path with colons", "0::/a:b\n", { path: "/a:b", hierarchy: "" }],
    ["only roots", "0::/\n", { path: "/", hierarchy: "" }],
    ["nothing of the kind", "x\n1:cpu\n", null],
    ["nothing", "", null],
  ])("%s", (_name, text, expected) => {
    expect(parseCgroup(text)).toEqual(expected);
  });

  test("any text", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (text) => {
        expect(parseCgroup(text)?.path ?? "/").toMatch(/^\//);
      }),
    );
  });
});

test.each([
  ["/system.slice/ssh.service", "ssh.service"],
  ["/user.slice/user-1000.slice/user@1000.service/app.slice/app-x.scope", "app-x.scope"],
  ["/system.slice/docker-0.scope/init", "docker-0.scope"],
  ["/user.slice", null],
  ["/.service", null],
])("unit of %s", (path, unit) => {
  expect(unitOf(path)).toBe(unit);
});
