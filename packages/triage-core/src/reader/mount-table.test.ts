import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { MountPolicy } from "./mount-policy.ts";
import { type Mount, MountTable, parseMounts } from "./mount-table.ts";

const TEXT = `22 27 0:21 / /proc rw,relatime - proc proc rw
27 1 254:0 / / rw,relatime shared:1 - ext4 /dev/vda rw
30 27 0:40 / /mnt/with\\040space rw - fuse.sshfs sshfs rw
31 27 0:41 / /mnt/a rw - tmpfs tmpfs rw
32 31 0:42 / /mnt/a rw - nfs4 server:/x rw
33 27 0:43 / /mnt/b rw - tmpfs tmpfs rw
not a mount
`;
const table = new MountTable(parseMounts(Buffer.from(TEXT)));
const at = (point: string): Mount => table.cross(table.root, point);

describe("the mount table", () => {
  it("reads every line of mountinfo, and leaves out what is none", () => {
    expect(parseMounts(Buffer.from(TEXT)).map(({ id, point, fsType }) => [id, point, fsType])).toEqual([
      [22, "/proc", "proc"],
      [27, "/", "ext4"],
      [30, "/mnt/with space", "fuse.sshfs"],
      [31, "/mnt/a", "tmpfs"],
      [32, "/mnt/a", "nfs4"],
      [33, "/mnt/b", "tmpfs"],
    ]);
  });

  it("finds the mount on top where several are stacked", () => {
    expect([table.root.id, at("/mnt/a").id, at("/mnt/b").id, at("/mnt").id]).toEqual([27, 32, 33, 27]);
  });

  it("does not cross onto a mount that hangs below another one", () => {
    expect(table.cross(at("/mnt/b"), "/mnt/a").id).toBe(33);
  });

  it("says which directories carry mounts", () => {
    expect([table.isAbove("/mnt"), table.isAbove("/"), table.isAbove("/mnt/a"), table.covers("/proc")]).toEqual([
      true,
      true,
      false,
      true,
    ]);
  });

  it("says which processes have a mount over one of their files", () => {
    const over = new MountTable(parseMounts(Buffer.from("9 22 0:9 / /proc/7/net/tcp rw - tmpfs x rw\n")));
    const paths = ["/proc/7", "/proc/7/task/8", "/proc/70", "/etc"];
    expect(paths.map((path) => over.isInProcess(path))).toEqual([true, true, false, false]);
    expect(table.isInProcess("/proc/7")).toBe(false);
  });

  it("ends for any bytes", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
        const any = new MountTable(parseMounts(bytes));
        any.cross(any.root, "/");
      }),
    );
  });
});

describe("the mount policy", () => {
  const policy = new MountPolicy(["/mnt/with space"]);

  it("leaves alone what others answer for, and kernel figures nobody asked for", () => {
    expect(policy.refusal(at("/mnt/a"), true)).toBe("policy");
    expect(policy.refusal(at("/proc"), false)).toBe("policy");
    expect(policy.refusal(at("/proc"), true)).toBeNull();
    expect(policy.refusal(at("/mnt/b"), false)).toBeNull();
  });

  it("enters what it was told to enter, until that blocks", () => {
    const mount = at("/mnt/with space");
    expect(policy.refusal(mount, false)).toBeNull();
    policy.strike(mount.id);
    expect(policy.refusal(mount, false)).toBe("mount_blocked");
  });

  it("gives one chance to what lies over others", () => {
    const [overlay] = parseMounts(Buffer.from("40 27 0:50 / /mnt/o rw - overlay overlay rw\n"));
    if (overlay === undefined) throw new Error("no mount");
    policy.strike(overlay.id);
    expect(policy.refusal(overlay, false)).toBe("mount_blocked");
  });

  it("gives a disk three chances", () => {
    const strikes = [0, 1, 2].map(() => {
      policy.strike(table.root.id);
      return policy.refusalOfTop(table.root);
    });
    expect(strikes).toEqual([null, null, "mount_blocked"]);
  });
});
