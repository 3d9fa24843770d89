import { expect, it } from "vitest";
import { isAwayLink, leadsAway } from "./kernel-path.ts";

it("tells links that lead out of /proc from its own files", () => {
  const away = [
    "/proc/1/root/etc/passwd",
    "/proc/1/cwd/x",
    "/proc/self/fd/3/x",
    "/proc/../etc",
    "/proc//x",
    "/proc/1/exe/x",
  ];
  expect(away.map(leadsAway)).toEqual(away.map(() => true));
  const own = [
    "/proc/1/stat",
    "/proc/1/fd/3",
    "/proc/1/task/2/fdinfo/3",
    "/proc/net/tcp",
    "/proc/1/root",
    "/proc/sys/fs/x",
  ];
  expect(own.map(leadsAway)).toEqual(own.map(() => false));
  expect(["/proc/1/root", "/proc/1/cwd", "/proc/1/fd/3", "/proc/1/map_files/1-2"].map(isAwayLink)).not.toContain(false);
  expect(["/proc/1/exe", "/proc/1/fd", "/proc/1/stat", "/proc/mounts"].map(isAwayLink)).not.toContain(true);
});
