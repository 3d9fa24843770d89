import { describe, expect, test } from "vitest";
import type { FileBytes, HostReader, ReadPart, ReadSet, Result } from "../../contract/host-reader.ts";
import { memHost } from "../../host/mem/mem-host.ts";
import { decodeLossless } from "../../text/lossless.ts";
import { createTables } from "../tables.ts";

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
  expect(first).toEqual(second);
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

describe("a visit", () => {
  const entries = {
    "/proc/1/stat": stat(1, "init"),
    "/proc/1/status": "Name:\tinit\nUid:\t0\t0\t0\t0\n",
    "/proc/1/ns/net": { link: "net:[1]" },
    "/proc/1/fd/7": { link: "socket:[42]" },
    "/proc/1/cmdline": "init\0",
    "/proc/2/stat": stat(2, "late"),
    "/proc/2/fd/8": { link: "socket:[43]" },
  };
  const parts: readonly ReadPart[] = [
    { file: "status", maxBytes: 4096 },
    { file: "cmdline", maxBytes: 64 },
  ];

  /** A host that tells which parts it was asked of which process. */
  function spyHost(answer: (set: Result<ReadSet>) => Result<ReadSet> = (set) => set) {
    const inner = memHost(entries);
    const asked: string[] = [];
    const host: HostReader = {
      ...inner,
      readSet: async (dir, wanted, options) => {
        asked.push(`${dir} ${wanted.map((part) => Object.values(part)[0]).join(" ")}`);
        return answer(await inner.readSet(dir, wanted, options));
      },
    };
    return { host, asked };
  }

  async function all<T>(answers: AsyncIterable<T>): Promise<T[]> {
    const list: T[] = [];
    for await (const answer of answers) list.push(answer);
    return list;
  }

  test("answers what was asked, and reads descriptors beside it where a phase asks for them", async () => {
    const { host, asked } = spyHost();
    const tables = createTables(host, { wantsFds: true });
    const [set] = await all(tables.visit(host, [1], parts));
    expect(set).toMatchObject({ ok: true, value: { exec_race: false, parts: [{ ok: true }, { ok: true }] } });
    const files = set?.ok
      ? (set.value.parts as readonly { value: FileBytes }[]).map(({ value }) => decodeLossless(value.bytes))
      : [];
    expect(files).toEqual([entries["/proc/1/status"], entries["/proc/1/cmdline"]]);
    expect(await tables.fds()).toMatchObject({
      processes: [
        { pid: 1, comm: "init", uid: 0, netns: { value: "net:[1]" }, fds: [{ fd: 7, link: "socket:[42]" }] },
        { pid: 2, fds: [{ fd: 8, link: "socket:[43]" }] },
      ],
      errors: [],
    });
    expect(asked).toEqual(["/proc/1 fd ns/net status cmdline", "/proc/2 fd status ns/net"]);
  });

  test("reads no more than was asked where nobody wants descriptors", async () => {
    const { host, asked } = spyHost();
    await all(createTables(host).visit(host, [1, 9], parts));
    expect(asked).toEqual(["/proc/1 status cmdline", "/proc/9 status cmdline"]);
  });

  test("what it had to leave out the table reads by itself", async () => {
    const left = { ok: false, error: { op: "opendir", path: "/proc/1/fd", errno: "SKIPPED", why: "budget" } } as const;
    const { host } = spyHost((set) =>
      set.ok ? { ok: true, value: { ...set.value, parts: [left, ...set.value.parts.slice(1)] } } : set,
    );
    const tables = createTables(memHost(entries));
    await all(tables.visit(host, [1], parts, { fds: true }));
    expect((await tables.fds()).processes[0]).toMatchObject({ fds: [{ fd: 7, link: "socket:[42]" }], error: null });
  });

  test("a process that ended since keeps what it held", async () => {
    const gone = memHost({ "/proc/2/stat": stat(2, "late") });
    const tables = createTables(gone);
    await all(tables.visit(memHost(entries), [1], parts, { fds: true }));
    expect((await tables.fds()).processes.map(({ pid, fds }) => [pid, fds.length])).toEqual([
      [2, 0],
      [1, 1],
    ]);
  });

  test("who is visited after the table was read is in it from then on, with all descriptors", async () => {
    const many = Object.fromEntries(Array.from({ length: 100 }, (_, i) => [`/proc/3/fd/${i}`, { link: `/f${i}` }]));
    const unlisted = { type: "directory", hidden: true } as const;
    const host = memHost({ ...entries, "/proc/3": unlisted, "/proc/3/stat": stat(3, "rootkit"), ...many });
    const tables = createTables(host);
    expect((await tables.fds()).processes.map(({ pid }) => pid)).toEqual([1, 2]);
    await all(tables.visit(host, [3], parts, { fds: true }));
    const { processes } = await tables.fds();
    expect(processes.map(({ pid, fds }) => [pid, fds.length])).toEqual([
      [1, 1],
      [2, 1],
      [3, 100],
    ]);
  });
});
