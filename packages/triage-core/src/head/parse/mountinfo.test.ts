import fc from "fast-check";
import { expect, test } from "vitest";
import { decodeLossless } from "../../text/lossless.ts";
import { parseMountinfo } from "./mountinfo.ts";

const anyText = fc.uint8Array({ maxLength: 400 }).map((bytes) => decodeLossless(bytes));

test("mounts with optional fields, escapes, an empty source and no file system options", () => {
  const text = [
    "36 35 98:0 /mnt1 /mnt2 rw,noatime master:1 shared:2 - ext3 /dev/root rw,errors=continue",
    "22 27 0:21 / /proc rw,relatime - proc proc rw,hidepid=invisible",
    "40 27 0:9 / /media/a\\040b\\012c rw - fuse.sshfs al@h:/x\\134 rw",
    "41 27 0:10 / /e rw - tmpfs  rw",
  ].join("\n");
  const { mounts, malformed } = parseMountinfo(`${text}\n`);
  expect(malformed).toBe(0);
  expect(mounts[0]).toEqual({
    mount_id: 36,
    parent_id: 35,
    device: "98:0",
    root: "/mnt1",
    mount_point: "/mnt2",
    fs_type: "ext3",
    source: "/dev/root",
    options: "rw,noatime",
    super_options: "rw,errors=continue",
  });
  expect(mounts.slice(1)).toMatchObject([
    { mount_point: "/proc", fs_type: "proc", super_options: "rw,hidepid=invisible" },
    { mount_point: "/media/a b\nc", fs_type: "fuse.sshfs", source: "al@h:/x\\" },
    { mount_point: "/e", source: "" },
  ]);
});

test.each([
  ["empty line", ""],
  ["no separator", "36 35 98:0 /a /b rw ext3 /dev/root rw"],
  ["no mount id", "x 35 98:0 /a /b rw - ext3 /dev/root rw"],
  ["no parent id", "36 x 98:0 /a /b rw - ext3 /dev/root rw"],
  ["no device", "36 35 98 /a /b rw - ext3 /dev/root rw"],
  ["cut after the type", "36 35 98:0 /a /b rw - ext3"],
  ["cut after the source", "36 35 98:0 /a /b rw - ext3 /dev/root"],
])("%s is malformed", (_name, line) => {
  expect(parseMountinfo(`${line}\n`)).toEqual({ mounts: [], malformed: 1 });
});

test("any text is mounts or counted", () => {
  fc.assert(
    fc.property(anyText, (text) => {
      const { mounts, malformed } = parseMountinfo(text);
      expect(mounts.length + malformed).toBeLessThanOrEqual(text.split("\n").length);
    }),
  );
});
