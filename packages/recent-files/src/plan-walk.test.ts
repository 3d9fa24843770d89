import type { MountPoint } from "@livetriage/triage-core";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createMountTable, isWithin, join, type MountTable, restOf } from "./mount-table.ts";
import { planWalk } from "./plan-walk.ts";

let nextId = 10;
const mount = (mount_point: string, device: string, root = "/", fs_type = "ext4", parent_id = 1): MountPoint => ({
  mount_id: mount_point === "/" && parent_id === 1 ? 1 : nextId++,
  parent_id,
  device,
  root,
  mount_point,
  fs_type,
  source: "x",
  options: "rw",
  super_options: "rw",
});
/** Mount one thing after the other, each on the mount that is visible at its point. */
const mountAll = (wanted: readonly { point: string; device: string; root: string }[]): MountPoint[] =>
  wanted.reduce<MountPoint[]>(
    (mounts, { point, device, root }) => [
      ...mounts,
      mount(point, device, root, "ext4", createMountTable(mounts).locate(point)?.mount.mount_id ?? 1),
    ],
    [ROOT],
  );
const plan = (roots: string[], mounts: MountPoint[], caches: string[] = []) => {
  const { starts, prunes } = planWalk(roots, caches, createMountTable(mounts));
  return { starts, prunes: [...prunes.values()].map(({ path, why, detail }) => [path, why, detail].join(" ")) };
};
const ROOT = mount("/", "8:1");

describe("planWalk", () => {
  it("walks nested and repeated roots once", () => {
    expect(plan(["/usr/lib", "/usr", "/usr", "/usr/lib/x", "/usrlocal"], [ROOT])).toEqual({
      starts: ["/usr", "/usrlocal"],
      prunes: [],
    });
    expect(plan(["/", "/tmp"], []).starts).toEqual(["/"]);
  });

  it.each([
    ["proc", "pseudo"],
    ["nfs4", "remote"],
    ["9p", "remote"],
    ["fuse.sshfs", "fuse"],
    ["fuseblk", "fuse"],
    ["autofs", "autofs"],
  ])("turns back at %s", (type, why) => {
    expect(plan(["/mnt"], [ROOT, mount("/mnt/x", "0:50", "/", type)]).prunes).toEqual([`/mnt/x ${why} ${type}`]);
    expect(plan(["/mnt/x/deep"], [ROOT, mount("/mnt/x", "0:50", "/", type)]).starts).toEqual([]);
  });

  it.each(["ext4", "xfs", "btrfs", "tmpfs", "devtmpfs", "overlay", "vfat", "squashfs", "newfs2030"])(
    "enters %s",
    (type) => {
      expect(plan(["/mnt"], [ROOT, mount("/mnt/x", "0:50", "/", type)]).prunes).toEqual([]);
    },
  );

  it("walks a bind mount under the path that comes first", () => {
    const bind = mount("/var/www", "8:1", "/home/u/site");
    expect(plan(["/var/www", "/home"], [ROOT, bind])).toEqual({
      starts: ["/home"],
      prunes: ["/var/www alias /home/u/site"],
    });
    expect(plan(["/"], [ROOT, bind]).prunes).toEqual(["/var/www alias /home/u/site"]);
  });

  it("walks a bind mount whose origin is not walked, or is hidden by another mount", () => {
    const bind = mount("/var/www", "8:1", "/secret/site");
    expect(plan(["/var/www", "/home"], [ROOT, bind])).toEqual({ starts: ["/home", "/var/www"], prunes: [] });
    expect(plan(["/"], [ROOT, bind, mount("/secret", "0:60", "/", "tmpfs")]).prunes).toEqual([]);
  });

  it("keeps the paths of users when subvolumes are also mounted below a common top", () => {
    const mounts = [
      mount("/", "0:30", "/@", "btrfs"),
      mount("/home", "0:30", "/@home", "btrfs"),
      mount("/mnt/top", "0:30", "/", "btrfs"),
    ];
    const prunes = ["/mnt/top/@ alias /", "/mnt/top/@home alias /home"];
    expect(plan(["/"], mounts)).toEqual({ starts: ["/", "/mnt/top/@/home", "/mnt/top/@/mnt/top"], prunes });
  });

  it("walks of a bind mount of the root below itself only what it hides", () => {
    const loop = mount("/mnt/loop", "8:1", "/");
    expect(plan(["/"], [ROOT, loop])).toEqual({ starts: ["/", "/mnt/loop/mnt/loop"], prunes: ["/mnt/loop alias /"] });
  });

  it("leaves out caches unless they are named", () => {
    expect(plan(["/home"], [ROOT], ["/home/u/.cache"]).prunes).toEqual(["/home/u/.cache cache /home/u/.cache"]);
    expect(plan(["/home", "/home/u/.cache"], [ROOT], ["/home/u/.cache"])).toEqual({
      starts: ["/home", "/home/u/.cache"],
      prunes: ["/home/u/.cache cache /home/u/.cache"],
    });
  });

  const path = fc.array(fc.constantFrom("a", "b", "c"), { maxLength: 3 }).map((parts) => `/${parts.join("/")}`);
  const device = fc.constantFrom("8:1", "8:2");
  const extra = (maxLength: number) =>
    fc.array(fc.record({ point: path.filter((at) => at !== "/"), device, root: path }), { maxLength });
  const anyRoots = fc.array(path, { minLength: 1, maxLength: 3 });

  it("loses no stored directory, whatever is mounted where", () => {
    fc.assert(
      fc.property(extra(6), anyRoots, (more, roots) => {
        for (const { walked, wanted } of coverage(mountAll(more), roots)) expect(walked > 0).toBe(wanted);
      }),
      { numRuns: 300 },
    );
  });

  it("walks no stored directory twice", () => {
    fc.assert(
      fc.property(extra(3), anyRoots, (more, roots) => {
        for (const { walked } of coverage(mountAll(more), roots)) expect(walked).toBeLessThan(2);
      }),
      { numRuns: 300 },
    );
  });
});

/** For every directory of two devices: how often the plan walks it, and whether a root leads to it. */
function coverage(mounts: MountPoint[], roots: readonly string[]): { walked: number; wanted: boolean }[] {
  const table = createMountTable(mounts);
  const { starts, prunes } = planWalk(roots, [], table);
  return ["8:1", "8:2"].flatMap((device) =>
    universe().map((inside) => {
      const shown = pathsShowing(device, inside, mounts, table);
      const wanted = shown.some((at) => roots.some((root) => isWithin(at, root)));
      return {
        wanted,
        walked: shown.filter((at) => starts.some((start) => isReached(at, start, [...prunes.keys()]))).length,
      };
    }),
  );
}

/** All paths of up to three of the names. */
function universe(): string[] {
  let level = [""];
  const all = ["/"];
  for (let depth = 0; depth < 3; depth++) {
    level = level.flatMap((above) => ["a", "b", "c"].map((name) => `${above}/${name}`));
    all.push(...level);
  }
  return all;
}

/** Every path under which a directory of a device is visible. */
function pathsShowing(device: string, inside: string, mounts: readonly MountPoint[], table: MountTable): string[] {
  const paths = mounts
    .filter((at) => at.device === device && isWithin(inside, at.root))
    .map((at) => join(at.mount_point, restOf(inside, at.root)));
  return [...new Set(paths)].filter((path) => {
    const seen = table.locate(path);
    return seen?.mount.device === device && seen.inside === inside;
  });
}

function isReached(path: string, start: string, prunes: readonly string[]): boolean {
  return (
    isWithin(path, start) && !prunes.some((prune) => prune !== start && isWithin(path, prune) && isWithin(prune, start))
  );
}
