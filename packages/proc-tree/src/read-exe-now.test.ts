import { parseMountinfo } from "@livetriage/triage-core";
import { collectEvents, type MemEntries, memHost, testContext } from "@livetriage/triage-core/testing";
import { expect, test } from "vitest";
import { procEntries } from "../test/proc-entries.ts";
import { procTree } from "./phase.ts";

const OURS = "1 0 8:1 / / rw - ext4 /dev/sda1 rw\n2 1 0:5 / /proc rw - proc proc rw\n";
const BIND = "3 1 8:1 /usr /usr ro - ext4 /dev/sda1 rw\n";
const PRIVATE_TMP = "4 1 8:1 /tmp/systemd-private-1/tmp /tmp rw - ext4 /dev/sda1 rw\n";

/** A program that lost its name, in a mount namespace of its own, and a new file of root at its path in ours. */
async function exeOf(path: string, mountinfo: MemEntries[string]) {
  const process = { pid: 9, exe: `${path} (deleted)`, nlink: 0 };
  const files = { "ns/mnt": { link: "mnt:[77]" }, mountinfo };
  const entries = { ...procEntries([{ ...process, files }]), [path]: { content: "new", ino: 5n } };
  const facts = { mounts: parseMountinfo(OURS).mounts };
  const { items, errors } = await collectEvents(procTree, testContext(procTree, { host: memHost(entries), facts }));
  return { exe_now: items[0]?.exe_now, signals: items[0]?.signals, context: items[0]?.context, errors };
}

const upgraded = { exe_now: "replaced", signals: [], context: ["exe_replaced"] };
const unknown = { exe_now: null, signals: ["exe_deleted"], context: [] };

test.each([
  ["a service in which nothing differs", "/usr/sbin/x", OURS, upgraded],
  ["a service to which /usr is bound read-only, and /tmp its own", "/usr/sbin/x", OURS + BIND + PRIVATE_TMP, upgraded],
  ["a path in its own /tmp", "/tmp/x", OURS + PRIVATE_TMP, unknown],
  [
    "a folder of a user bound over /usr/sbin",
    "/usr/sbin/x",
    `${OURS}5 1 8:1 /home/u/x /usr/sbin rw - ext4 d rw\n`,
    unknown,
  ],
  ["another file system over /usr", "/usr/sbin/x", `${OURS}${BIND}6 3 0:40 / /usr rw - tmpfs tmpfs rw\n`, unknown],
  ["a container", "/usr/sbin/x", "1 0 0:50 / / rw - overlay overlay rw\n", unknown],
])("a program unlinked in %s", async (_name, path, mountinfo, expected) => {
  expect(await exeOf(path, mountinfo)).toMatchObject(expected);
});

test("mounts that may not be read leave the path unknown, and are counted", async () => {
  const { errors, ...exe } = await exeOf("/usr/sbin/x", { errno: "EACCES" });
  expect(exe).toEqual(unknown);
  expect(errors).toMatchObject([{ kind: "access_denied", source: "/proc/[pid]/mountinfo" }]);
});
