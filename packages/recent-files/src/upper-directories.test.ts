import { describe, expect, it } from "vitest";
import { upperDirectories } from "./upper-directories.ts";

const mount = (fs_type: string, super_options: string) => ({
  mount_id: 1,
  parent_id: 0,
  device: "0:1",
  root: "/",
  mount_point: "/x",
  fs_type,
  source: "overlay",
  options: "rw",
  super_options,
});

describe("upperDirectories", () => {
  it.each([
    ["rw,lowerdir=/a:/b,upperdir=/var/lib/docker/overlay2/1/diff,workdir=/w", ["/var/lib/docker/overlay2/1/diff"]],
    ["upperdir=/c", ["/c"]],
    ["rw,upperdir=/with\\,comma\\040blank,workdir=/w", ["/with,comma blank"]],
    ["ro,lowerdir=/a:/b", []],
    ["rw,upperdir=relative", []],
    ["rw,xupperdir=/c", []],
    ["", []],
  ])("of %j", (options, expected) => {
    expect(upperDirectories([mount("overlay", options)])).toEqual(expected);
  });

  it("are of overlay mounts only, each once", () => {
    expect(
      upperDirectories([
        mount("ext4", "upperdir=/c"),
        mount("overlay", "upperdir=/d"),
        mount("overlay", "upperdir=/d"),
      ]),
    ).toEqual(["/d"]);
  });
});
