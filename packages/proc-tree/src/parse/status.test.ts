import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parseStatus, parseStatusHead } from "./status.ts";

const WHOLE = `Name:\tweird\\n Uid:
Umask:\t0022
State:\tS (sleeping)
Tgid:\t41
Ngid:\t0
Pid:\t41
PPid:\t1
TracerPid:\t7
Uid:\t1000\t1001\t1002\t1003
Gid:\t100\t101\t102\t103
FDSize:\t256
Groups:\t4 24 1000 
NSpid:\t41\t5
VmPeak:\t   57072 kB
VmRSS:\t   19776 kB
VmSwap:\t       8 kB
SigQ:\t0/96365
CapInh:\t0000000000000001
CapPrm:\t000001ffffffffff
CapEff:\t0000000000000400
CapBnd:\t000001fffeffffff
CapAmb:\t0000000000000000
NoNewPrivs:\t1
Seccomp:\t2
Seccomp_filters:\t3
`;

const parse = (text: string) => parseStatus(Buffer.from(text));

describe("parseStatus", () => {
  test("every kept line", () => {
    expect(parse(WHOLE)).toEqual({
      tgid: 41,
      tracer_pid: 7,
      uid: [1000, 1001, 1002, 1003],
      gid: [100, 101, 102, 103],
      groups: [4, 24, 1000],
      ns_pid: [41, 5],
      vm_rss: 19776,
      vm_swap: 8,
      cap_inh: "0000000000000001",
      cap_prm: "000001ffffffffff",
      cap_eff: "0000000000000400",
      cap_bnd: "000001fffeffffff",
      cap_amb: "0000000000000000",
      no_new_privs: 1,
      seccomp: 2,
      seccomp_filters: 3,
    });
  });

  const lines = WHOLE.trimEnd().split("\n");
  const wanted = [
    ["Tgid", "tgid"],
    ["TracerPid", "tracer_pid"],
    ["Uid", "uid"],
    ["Gid", "gid"],
    ["Groups", "groups"],
    ["NSpid", "ns_pid"],
    ["VmRSS", "vm_rss"],
    ["VmSwap", "vm_swap"],
    ["CapInh", "cap_inh"],
    ["CapPrm", "cap_prm"],
    ["CapEff", "cap_eff"],
    ["CapBnd", "cap_bnd"],
    ["CapAmb", "cap_amb"],
    ["NoNewPrivs", "no_new_privs"],
    ["Seccomp", "seccomp"],
    ["Seccomp_filters", "seccomp_filters"],
  ] as const;
  test.each(wanted)("without the line %s its field is null, and no other", (name, field) => {
    const without = parse(lines.filter((line) => !line.startsWith(`${name}:`)).join("\n"));
    expect(without).toEqual({ ...parse(WHOLE), [field]: null });
  });

  test.each([
    ["Uid:\t1000\t1001\t1002\n", "uid"],
    ["Uid:\tx\n", "uid"],
    ["TracerPid:\tx\n", "tracer_pid"],
    ["Seccomp:\n", "seccomp"],
  ] as const)("a line that does not hold its numbers: %j", (text, field) => {
    expect(parse(text)[field]).toBeNull();
  });

  test("no groups is an empty list, not unknown", () => {
    expect(parse("Groups:\t \n").groups).toEqual([]);
  });

  test("any bytes give a status", () => {
    const near = fc.stringMatching(/^[A-Za-z]*:?[\t ]?[0-9a-f\t ]*\n?$/).map((text) => Buffer.from(text));
    fc.assert(
      fc.property(fc.oneof(fc.uint8Array(), near), (bytes) => {
        expect(Object.keys(parseStatus(bytes))).toHaveLength(16);
      }),
    );
  });
});

test("the head tells of tracer and user ids, wherever the bytes end after them", () => {
  const nothing = parse("");
  const head = { ...nothing, tracer_pid: 7, uid: [1000, 1001, 1002, 1003] };
  const end = WHOLE.indexOf("\nGid:");
  for (const bytes of [WHOLE, WHOLE.slice(0, end)]) expect(parseStatusHead(Buffer.from(bytes))).toEqual(head);
  expect(parseStatusHead(Buffer.from(WHOLE.slice(0, WHOLE.indexOf("Uid:\t"))))).toEqual({ ...nothing, tracer_pid: 7 });
});
