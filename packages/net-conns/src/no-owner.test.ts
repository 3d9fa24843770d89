import type { HostReader } from "@livetriage/triage-core";
import { collectEvents, memHost, testContext } from "@livetriage/triage-core/testing";
import { expect, test } from "vitest";
import { networkHost, row } from "../test/network-host.ts";
import { netConns } from "./index.ts";

const NS = 4026531840;
const WITHOUT_OWNER = { [NS]: { tcp: [row({ local: "10.0.0.1:41000", remote: "8.8.8.8:443", inode: 55 })] } };

async function reasonOf(entries: ReturnType<typeof networkHost>, options: object = {}) {
  const { items } = await collectEvents(netConns, testContext(netConns, { host: memHost(entries), ...options }));
  expect(items[0]).toMatchObject({ owners: [], process_pid: null, process_comm: null, process_start_ticks: null });
  return items[0]?.no_owner_reason;
}

/** A host that changes after its table of TCP was read so many times. */
function changing(before: HostReader, after: HostReader, when = 1): HostReader {
  let readings = 0;
  const current = (): HostReader => (readings >= when ? after : before);
  return {
    ...before,
    list: (...args) => current().list(...args),
    readSet: (...args) => current().readSet(...args),
    readFile: (path, options) => {
      const answer = current().readFile(path, options);
      if (path.endsWith("/net/tcp")) readings++;
      return answer;
    },
    readLink: (...args) => current().readLink(...args),
  };
}

test("time_wait: TIME_WAIT has no inode and no uid", async () => {
  const tcp = [row({ local: "10.0.0.1:41000", remote: "8.8.8.8:443", state: "06", inode: 0 })];
  const { items } = await collectEvents(
    netConns,
    testContext(netConns, { host: memHost(networkHost([{ pid: 7 }], { [NS]: { tcp } })) }),
  );
  expect(items[0]).toMatchObject({
    state: "TIME_WAIT",
    no_owner_reason: "time_wait",
    inode: null,
    uid: null,
    user: null,
  });
});

test("kernel: any other socket without a file, such as one not yet accepted", async () => {
  const tcp = [row({ local: "10.0.0.1:80", remote: "8.8.8.8:41000", inode: 0 })];
  expect(await reasonOf(networkHost([{ pid: 7 }], { [NS]: { tcp } }))).toBe("kernel");
});

test("no_permission: a process whose descriptors may not be read", async () => {
  const denied = { pid: 8, files: { fd: { type: "directory", errno: "EACCES" } as const } };
  expect(await reasonOf(networkHost([{ pid: 7 }, denied], WITHOUT_OWNER))).toBe("no_permission");
});

test("no_permission: not where the process is of another user or in another namespace", async () => {
  const denied = { files: { fd: { type: "directory", errno: "EACCES" } as const } };
  expect(await reasonOf(networkHost([{ pid: 7 }, { pid: 8, uid: 33, ...denied }], WITHOUT_OWNER))).toBe("unexplained");
  expect(await reasonOf(networkHost([{ pid: 7 }, { pid: 8, netns: 5000, ...denied }], WITHOUT_OWNER))).toBe(
    "unexplained",
  );
});

test("no_permission: a /proc that hides other people's processes", async () => {
  const proc = { mount_id: 1, parent_id: 0, device: "0:5", root: "/", source: "proc", options: "rw" };
  const mount = { ...proc, mount_point: "/proc", fs_type: "proc", super_options: "rw,hidepid=invisible" };
  const entries = networkHost([{ pid: 7 }], WITHOUT_OWNER);
  expect(await reasonOf(entries, { facts: { effective_uid: 1000, mounts: [mount] } })).toBe("no_permission");
  expect(await reasonOf(entries, { facts: { effective_uid: 0, mounts: [mount] } })).toBe("unexplained");
  const open = { ...mount, super_options: "rw,hidepid=off" };
  expect(await reasonOf(entries, { facts: { effective_uid: 1000, mounts: [open] } })).toBe("unexplained");
});

test("not_read: a process whose descriptors did not come back", async () => {
  const blocked = { pid: 8, files: { fd: { type: "directory", hang: true } as const } };
  expect(await reasonOf(networkHost([{ pid: 7 }, blocked], WITHOUT_OWNER))).toBe("not_read");
});

test("other_namespace: we see the processes of a container only", async () => {
  const entries = { ...networkHost([{ pid: 7 }], WITHOUT_OWNER), "/proc/self/ns/pid": { link: "pid:[4026532400]" } };
  expect(await reasonOf(entries)).toBe("other_namespace");
});

test("unexplained: it is there, all descriptors were read twice, and none leads to it", async () => {
  expect(await reasonOf(networkHost([{ pid: 7 }], WITHOUT_OWNER))).toBe("unexplained");
});

test("exited_during_scan: the second reading of the table does not show it", async () => {
  const host = changing(memHost(networkHost([{ pid: 7 }], WITHOUT_OWNER)), memHost(networkHost([{ pid: 7 }], {})));
  const { items } = await collectEvents(netConns, testContext(netConns, { host }));
  expect(items).toMatchObject([{ inode: "55", no_owner_reason: "exited_during_scan" }]);
});

test("exited_during_scan: the inode belongs to another connection now", async () => {
  const reused = { [NS]: { tcp: [row({ local: "10.0.0.1:41000", remote: "9.9.9.9:53", inode: 55 })] } };
  const host = changing(memHost(networkHost([{ pid: 7 }], WITHOUT_OWNER)), memHost(networkHost([{ pid: 7 }], reused)));
  const { items } = await collectEvents(netConns, testContext(netConns, { host }));
  expect(items).toMatchObject([{ remote_address: "8.8.8.8", no_owner_reason: "exited_during_scan" }]);
});

test("exited_during_scan: its process ended before the second walk came to it, and it ended with it", async () => {
  const before = memHost(networkHost([{ pid: 7 }], WITHOUT_OWNER));
  const host = changing(before, memHost(networkHost([{ pid: 7 }], {})), 2);
  const { items } = await collectEvents(netConns, testContext(netConns, { host }));
  expect(items).toMatchObject([{ inode: "55", no_owner_reason: "exited_during_scan" }]);
});

test("a socket opened after the first walk has the owner that the second walk shows", async () => {
  const after = memHost(networkHost([{ pid: 7, sockets: [[9, 55]] }], WITHOUT_OWNER));
  const host = changing(memHost(networkHost([{ pid: 7 }], WITHOUT_OWNER)), after);
  const { items } = await collectEvents(netConns, testContext(netConns, { host }));
  expect(items).toMatchObject([{ process_pid: 7, no_owner_reason: null, owners: [{ fd: 9 }] }]);
});
