import { expect, test } from "vitest";
import { parseOwnStatus } from "./own-status.ts";

test("a set-uid process with two capabilities and one newer than the table", () => {
  const text = "Name:\tnode\nPid:\t812\nPPid:\t800\nUid:\t1000\t0\t0\t0\nCapPrm:\t0\nCapEff:\t0800000000200001\n";
  expect(parseOwnStatus(text)).toEqual({
    pid: 812,
    ppid: 800,
    effective_uid: 0,
    capabilities: ["cap_chown", "cap_sys_admin", "cap_59"],
  });
});

test("no capabilities is a list of none", () => {
  expect(parseOwnStatus("CapEff:\t0000000000000000\n").capabilities).toEqual([]);
});

test.each(["", "Pid:\tx\nPPid:\nUid:\t1000\nCapEff:\tzz\n"])("%j tells nothing", (text) => {
  expect(parseOwnStatus(text)).toEqual({ pid: null, ppid: null, effective_uid: null, capabilities: null });
});
