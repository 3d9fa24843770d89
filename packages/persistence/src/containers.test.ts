import type { HostReader } from "@livetriage/triage-core";
import { collectEvents, type MemEntries, memHost, testContext } from "@livetriage/triage-core/testing";
import { expect, test } from "vitest";
import { type PersistenceItem, persistence } from "./index.ts";

const stat = (pid: number) => `${pid} (x) S 1 1 1 0 -1 0 0 0 0 0 0 0 0 0 20 0 1 0 500 1 1${" 0".repeat(30)}`;
const mountinfo = (device: string) => `1 0 ${device} / / rw - ext4 /dev/x rw\n`;

const processOf = (pid: number, namespace: number, device: string): MemEntries => ({
  [`/proc/${pid}/stat`]: stat(pid),
  [`/proc/${pid}/ns/mnt`]: { link: `mnt:[${namespace}]` },
  [`/proc/${pid}/mountinfo`]: mountinfo(device),
});

const HOST: MemEntries = {
  "/etc/cron.d/own": "@daily root /opt/own\n",
  ...processOf(1, 100, "8:1"),
  ...processOf(20, 200, "8:1"),
  ...processOf(30, 300, "0:50"),
  ...processOf(31, 300, "0:50"),
  ...processOf(40, 400, "0:60"),
};

const INSIDE: Readonly<Record<number, MemEntries>> = {
  30: {
    "/etc/passwd": "eve:x:1000:1000::/srv/eve:/bin/sh\n",
    "/etc/cron.d/in": "@daily eve /opt/in\n",
    "/srv/eve/.bashrc": "/opt/rc\n",
  },
  40: { "/etc/cron.d/in": "@daily root /opt/other\n" },
};

const mounts = [
  {
    mount_id: 1,
    parent_id: 0,
    device: "8:1",
    root: "/",
    mount_point: "/",
    fs_type: "ext4",
    source: "x",
    options: "rw",
    super_options: "rw",
  },
];

const hostOf = (files: MemEntries = HOST): HostReader => ({
  ...memHost(files),
  within: (pid) => {
    const host = memHost(INSIDE[pid] ?? {});
    return { host, tables: testContext(persistence, { host }).tables, close: () => undefined };
  },
});

const collect = (host: HostReader, containers = true, caps = {}) =>
  collectEvents(
    persistence,
    testContext(persistence, { host, facts: { live: true, mounts }, params: { containers }, caps }),
  );

const rows = (items: readonly PersistenceItem[]) =>
  items
    .map((item) => [item.path, item.runs_as, item.mount_namespace, item.root_of_pid])
    .toSorted((a, b) => (String(a) < String(b) ? -1 : 1));

test("every root beside the host's own is looked at once, with its own accounts", async () => {
  const { items, errors } = await collect(hostOf());
  expect(errors).toEqual([]);
  expect(rows(items)).toEqual([
    ["/etc/cron.d/in", "eve", "300", 30],
    ["/etc/cron.d/in", "root", "400", 40],
    ["/etc/cron.d/own", "root", undefined, undefined],
    ["/srv/eve/.bashrc", "eve", "300", 30],
  ]);
});

test("only when asked for", async () => {
  expect(rows((await collect(hostOf(), false)).items)).toEqual([["/etc/cron.d/own", "root", undefined, undefined]]);
});

test("more of them than the cap are told", async () => {
  const { items, truncations } = await collect(hostOf(), true, { containers: 1 });
  expect(items.map(({ mount_namespace }) => mount_namespace)).not.toContain("400");
  expect(truncations).toContainEqual(expect.objectContaining({ cap: "containers", limit: 1, dropped: 1 }));
});

test("where there are no processes, that is told", async () => {
  const { errors } = await collect(memHost(HOST));
  expect(errors.map(({ kind, source }) => [kind, source])).toEqual([["unsupported", "/proc/PID/root"]]);
});

test("what cannot be read inside says where", async () => {
  const inside = { ...memHost({ "/etc/cron.d": { errno: "EACCES", type: "directory" } }) };
  const host: HostReader = {
    ...memHost({ ...processOf(1, 100, "8:1"), ...processOf(30, 300, "0:50") }),
    within: () => ({ host: inside, tables: testContext(persistence, { host: inside }).tables, close: () => undefined }),
  };
  const { errors } = await collect(host);
  expect(errors.map(({ kind, source }) => [kind, source])).toEqual([["access_denied", "mnt:[300] /etc/cron.d"]]);
});
