import { expect, test } from "vitest";
import { memHost } from "../host/mem/mem-host.ts";
import { createTables } from "./tables.ts";

const stat = (pid: number, comm: string) =>
  `${pid} (${comm}) S ${Array.from({ length: 49 }, (_, i) => i + 4).join(" ")}\n`;

test("the descriptors and the namespace of every process, with what could not be read", async () => {
  const host = memHost({
    "/proc/stat": "cpu",
    "/proc/1/stat": stat(1, "init"),
    "/proc/1/status": "Name:\tinit\nUid:\t0\t0\t0\t0\n",
    "/proc/1/ns/net": { link: "net:[4026531840]" },
    "/proc/1/fd/0": { link: "/dev/null" },
    "/proc/1/fd/7": { link: "socket:[42]" },
    "/proc/5/stat": stat(5, "a) b"),
    "/proc/5/fd": { errno: "EACCES", type: "directory" },
    "/proc/6": { type: "directory" },
    "/proc/7/stat": { errno: "EACCES" },
    "/proc/8/stat": "garbage",
  });
  const { processes, errors } = await createTables(host).fds();
  expect(processes).toEqual([
    {
      pid: 1,
      start_ticks: "22",
      comm: "init",
      uid: 0,
      netns: { ok: true, value: "net:[4026531840]" },
      fds: [
        { fd: 0, link: "/dev/null" },
        { fd: 7, link: "socket:[42]" },
      ],
      dropped: 0,
      error: null,
    },
    {
      pid: 5,
      start_ticks: "22",
      comm: "a) b",
      uid: null,
      netns: expect.objectContaining({ ok: false }),
      fds: [],
      dropped: 0,
      error: expect.objectContaining({ errno: "EACCES" }),
    },
  ]);
  expect(errors).toMatchObject([
    { path: "/proc/7/stat", errno: "EACCES" },
    { path: "/proc/8/stat", errno: "EBADMSG" },
  ]);
});

test("without /proc the table says so", async () => {
  expect(await createTables(memHost({})).fds()).toMatchObject({
    processes: [],
    errors: [{ errno: "ENOENT", path: "/proc" }],
  });
});

test("one pass serves all who ask", async () => {
  const host = memHost({ "/proc/1/stat": stat(1, "init") });
  let lists = 0;
  const tables = createTables({ ...host, list: (...args) => (lists++, host.list(...args)) });
  const [first, second] = await Promise.all([tables.fds(), tables.fds()]);
  expect(first).toBe(second);
  expect(lists).toBe(1);
});

test("descriptors beyond the cap are counted", async () => {
  const host = memHost({
    "/proc/1/stat": stat(1, "init"),
    "/proc/1/fd/0": { link: "/a" },
    "/proc/1/fd/1": { link: "/b" },
  });
  const { processes } = await createTables(host, { maxFds: 1 }).fds();
  expect(processes).toMatchObject([{ fds: [{ fd: 0 }], dropped: 1 }]);
});

test("the descriptors of a process that has very many come all", async () => {
  const fds = Object.fromEntries(Array.from({ length: 100 }, (_, i) => [`/proc/1/fd/${i}`, { link: `/f${i}` }]));
  const { processes } = await createTables(memHost({ "/proc/1/stat": stat(1, "init"), ...fds })).fds();
  expect(processes).toMatchObject([{ dropped: 0 }]);
  expect(processes[0]?.fds).toHaveLength(100);
});

test("a descriptor closed while its process is read is not one that was cut", async () => {
  const inner = memHost({ "/proc/1/stat": stat(1, "init"), "/proc/1/fd/0": { link: "/a" } });
  const host = {
    ...inner,
    readSet: async (...args: Parameters<typeof inner.readSet>) => {
      const set = await inner.readSet(...args);
      if (!set.ok) return set;
      const links = { ok: true, value: { links: [{ name: "0", link: "/a" }], seen: 3, more: false } } as const;
      return { ok: true, value: { ...set.value, parts: [links, ...set.value.parts.slice(1)] } } as const;
    },
  };
  const { processes } = await createTables(host).fds();
  expect(processes).toMatchObject([{ fds: [{ fd: 0, link: "/a" }], dropped: 0 }]);
});
