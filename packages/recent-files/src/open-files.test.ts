import { collectEvents, type MemEntries, memHost, testContext } from "@livetriage/triage-core/testing";
import { describe, expect, it } from "vitest";
import type { RecentFilesCaps } from "./caps.ts";
import { recentFiles } from "./phase.ts";

const process = (pid: number, uid: number, fds: Readonly<Record<number, string>>, fdinfo = ""): MemEntries => ({
  [`/proc/${pid}/stat`]: `${pid} (evil) S 1 ${"0 ".repeat(17)}${pid}00 ${"0 ".repeat(30)}\n`,
  [`/proc/${pid}/status`]: `Name:\tevil\nTgid:\t${pid}\nUid:\t${uid}\t${uid}\t${uid}\t${uid}\n`,
  ...Object.fromEntries(Object.entries(fds).map(([fd, link]) => [`/proc/${pid}/fd/${fd}`, { link }])),
  ...Object.fromEntries(Object.keys(fds).map((fd) => [`/proc/${pid}/fdinfo/${fd}`, fdinfo])),
});
const mounts = [
  {
    mount_id: 29,
    parent_id: 1,
    device: "8:1",
    root: "/",
    mount_point: "/",
    fs_type: "ext4",
    source: "x",
    options: "rw",
    super_options: "rw",
  },
];
const collect = async (entries: MemEntries, caps: Partial<RecentFilesCaps> = {}) =>
  collectEvents(recentFiles, testContext(recentFiles, { host: memHost(entries), facts: { mounts }, caps }));

describe("files without a name", () => {
  it("are rows with their holders and their inode", async () => {
    const { items, errors } = await collect({
      ...process(
        7,
        1000,
        { 3: "/tmp/.x (deleted)", 4: "/tmp/named", 5: "socket:[1]" },
        "pos:\t0\nmnt_id:\t29\nino:\t55\n",
      ),
      ...process(8, 1000, { 9: "/tmp/.x (deleted)" }, "mnt_id:\t29\nino:\t55\n"),
    });
    expect(errors).toEqual([]);
    expect(items).toEqual([
      {
        path: "/tmp/.x",
        type: "unknown",
        class: "deleted_open",
        place: "temporary",
        hidden: true,
        uid: null,
        modified_at: null,
        recent_by: null,
        dev: "8:1",
        ino: "55",
        deleted: true,
        signals: [],
        context: ["deleted_open"],
        detail: "full",
        open_by: [
          { pid: 7, start_ticks: "700", comm: "evil", user: "alice", fd: 3 },
          { pid: 8, start_ticks: "800", comm: "evil", user: "alice", fd: 9 },
        ],
      },
    ]);
  });

  it("are told apart by inode although their links say the same", async () => {
    const { items } = await collect({
      ...process(7, 0, { 3: "/tmp/x (deleted)" }, "mnt_id:\t29\nino:\t55\n"),
      ...process(8, 0, { 3: "/tmp/x (deleted)" }, "mnt_id:\t29\nino:\t56\n"),
    });
    expect(items.map(({ ino }) => ino)).toEqual(["55", "56"]);
  });

  it("may be in memory only, or on a kernel that does not tell the inode", async () => {
    const { items } = await collect(process(7, 4242, { 3: "/memfd:\u001b[2J (deleted)" }, "pos:\t0\n"));
    expect(items).toMatchObject([
      { path: "/memfd:\u001b[2J", class: "memfd", dev: null, ino: null, open_by: [{ user: "4242" }] },
    ]);
  });

  it("are not those that are called so", async () => {
    const entries = {
      ...process(7, 0, { 3: "/tmp/x (deleted)" }, "mnt_id:\t29\nino:\t55\n"),
      "/tmp/x (deleted)": { ino: 55n },
    };
    expect((await collect(entries)).items).toEqual([]);
  });

  it("of a process that has ended since are kept without their inode", async () => {
    const entries = {
      ...process(7, 0, { 3: "/tmp/x (deleted)" }),
      "/proc/7/fdinfo": { type: "directory", errno: "EACCES" },
    } as const;
    const { items, errors } = await collect(entries);
    expect(items).toMatchObject([{ path: "/tmp/x", ino: null }]);
    expect(errors).toMatchObject([{ kind: "access_denied", source: "/proc/[pid]/fdinfo" }]);
  });

  it("are kept in turn over users, and the rest is counted", async () => {
    const many = Object.fromEntries(Array.from({ length: 300 }, (_, i) => [i + 3, `/tmp/${i} (deleted)`]));
    const { items, truncations } = await collect(
      { ...process(7, 1000, many), ...process(8, 33, { 3: "/tmp/one (deleted)" }) },
      { open_files: 4 },
    );
    expect(items.map(({ path }) => path)).toContain("/tmp/one");
    expect(truncations).toMatchObject([{ cap: "open_files", limit: 4, dropped: 297, dropped_is: "exact" }]);
  });
});
