import { collectEvents, memHost, testContext } from "@livetriage/triage-core/testing";
import { expect, test } from "vitest";
import { networkHost, row } from "../test/network-host.ts";
import { netConns } from "./index.ts";

const NS = 4026531840;
const mount = (root: string, mount_point: string) => ({
  mount_id: 1,
  parent_id: 0,
  device: "0:4",
  root,
  mount_point,
  fs_type: "nsfs",
  source: "nsfs",
  options: "rw",
  super_options: "rw",
});

async function factsOf(entries: ReturnType<typeof networkHost>, options: object) {
  const { facts } = await collectEvents(netConns, testContext(netConns, { host: memHost(entries), ...options }));
  return facts;
}

test("a namespace without a process is told with its path and without a count", async () => {
  const entries = networkHost(
    [{ pid: 7 }, { pid: 8, netns: 4026532200, files: { "fd/9": { link: "net:[4026532400]" } } }],
    {
      [NS]: { tcp: [row({ local: "0.0.0.0:22", state: "0A", inode: 1 })] },
    },
  );
  const mounts = [
    mount("net:[4026532300]", "/run/netns/i\uDCFFdle"),
    mount("net:[4026532200]", "/run/netns/blue"),
    mount("mnt:[4026532999]", "/run/snapd/ns/x.mnt"),
  ];
  expect(await factsOf(entries, { facts: { mounts } })).toEqual([
    { id: "netns", source: "/proc/[pid]/ns/net", value: "4026531840", count: 1 },
    { id: "netns", source: "/proc/[pid]/ns/net", value: "4026532200 /run/netns/blue", count: 0 },
    { id: "netns_without_process", source: "/proc/[pid]/mountinfo", value: "4026532400 /proc/8/fd/9" },
    { id: "netns_without_process", source: "/proc/[pid]/mountinfo", value: "4026532300 /run/netns/i\\xffdle" },
  ]);
});

test("thousands of namespaces are a bounded list and a number", async () => {
  const mounts = Array.from({ length: 3000 }, (_, i) => mount(`net:[${5000 + i}]`, `/run/netns/n${i}`));
  const facts = await factsOf(networkHost([{ pid: 7 }], {}), { facts: { mounts } });
  expect(facts).toHaveLength(66);
  expect(facts.at(-1)).toMatchObject({ id: "netns_untold", count: 3000 - 64 });
});

test("when one user makes more namespaces than are read, those of others are read", async () => {
  const crowd = Array.from({ length: 50 }, (_, i) => ({ pid: 100 + i, uid: 1000, netns: 5000 + i }));
  const entries = networkHost([...crowd, { pid: 7, uid: 33, netns: 6000, sockets: [1] }, { pid: 8 }], {
    6000: { tcp: [row({ local: "10.0.0.1:4444", state: "0A", inode: 1 })] },
  });
  const context = testContext(netConns, { host: memHost(entries), caps: { namespaces: 4 } });
  const { items, truncations } = await collectEvents(netConns, context);
  expect(items).toMatchObject([{ netns: "6000", process_pid: 7 }]);
  expect(truncations).toMatchObject([
    {
      cap: "namespaces",
      limit: 4,
      dropped: 48,
      source: "/proc/[pid]/ns/net",
      groups: [{ key: "uid 1000", dropped: 48 }],
    },
  ]);
});

test("the container of a socket, with its name, is that of its owner, else of its namespace", async () => {
  const id = "ab".repeat(32);
  const contained = { netns: 5000, files: { cgroup: `0::/system.slice/docker-${id}.scope\n` } };
  const entries = networkHost(
    [
      { pid: 7, sockets: [2] },
      { pid: 8, sockets: [1], ...contained },
    ],
    {
      [NS]: { tcp: [row({ local: "0.0.0.0:22", state: "0A", inode: 2 })] },
      5000: {
        tcp: [
          row({ local: "0.0.0.0:80", state: "0A", inode: 1 }),
          row({ local: "10.0.0.1:80", remote: "10.0.0.2:5000", state: "06", inode: 0 }),
        ],
      },
    },
  );
  const config = { Name: "/shop", Config: { Image: "nginx:1.27" } };
  const host = memHost({ ...entries, [`/var/lib/docker/containers/${id}/config.v2.json`]: JSON.stringify(config) });
  const { items } = await collectEvents(netConns, testContext(netConns, { host }));
  const named = { runtime: "docker", name: "shop", image: "nginx:1.27", pod: null, pod_namespace: null };
  expect(items).toMatchObject([
    { netns: String(NS), state: "LISTEN", container_id: null, container: null },
    { netns: "5000", state: "LISTEN", container_id: id, container: named },
    { netns: "5000", state: "TIME_WAIT", container_id: id, container: named },
  ]);
});
