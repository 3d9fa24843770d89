import fc from "fast-check";
import { expect, test } from "vitest";
import { parseFdinfo } from "./fdinfo.ts";

const HEAD = "pos:\t0\nflags:\t02000002\nmnt_id:\t15\nino:\t1047\n";

test.each([
  [
    "a BPF program",
    `${HEAD}prog_type:\t1\nprog_jited:\t1\nprog_tag:\ta04f5eef06a7f555\nmemlock:\t4096\nprog_id:\t42\nrun_time_ns:\t0\n`,
    ["prog_type=1", "prog_id=42"],
  ],
  [
    "a BPF map",
    `${HEAD}map_type:\t2\nkey_size:\t4\nvalue_size:\t8\nmap_id:\t7\nfrozen:\t0\n`,
    ["map_type=2", "map_id=7"],
  ],
  [
    "a BPF link",
    `${HEAD}link_type:\ttracing\nlink_id:\t3\nprog_id:\t42\n`,
    ["link_type=tracing", "link_id=3", "prog_id=42"],
  ],
  [
    "io_uring with files of its own",
    `${HEAD}SqMask:\t0x7\nSqThread:\t811\nSqThreadCpu:\t1\nUserFiles:\t3\n    0: socket:[99]\nUserBufs:\t0\n`,
    ["SqThread=811", "UserFiles=3", "UserBufs=0"],
  ],
  [
    "a fanotify group with two marks",
    `${HEAD}fanotify flags:4 event-flags:8000\nfanotify mnt_id:1d mflags:0 mask:8000020 ignored_mask:0\nfanotify ino:1 sdev:1 mflags:0 mask:3b ignored_mask:0\n`,
    ["flags=4", "marks=2"],
  ],
  ["an object that tells nothing, such as perf_event", HEAD, []],
  ["nothing", "", []],
])("%s", (_name, text, told) => {
  expect(parseFdinfo(text)).toEqual(told);
});

test("any text gives a list", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary" }), (text) => {
      expect(parseFdinfo(text).every((one) => one.includes("="))).toBe(true);
    }),
  );
});
