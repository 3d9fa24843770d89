import { createHash } from "node:crypto";
import { collectEvents, type MemEntries, memHost, testContext } from "@livetriage/triage-core/testing";
import { expect, test } from "vitest";
import { procEntries } from "../test/proc-entries.ts";
import { procTree } from "./phase.ts";

const collect = (entries: MemEntries) => collectEvents(procTree, testContext(procTree, { host: memHost(entries) }));

test("a process whose main thread has ended is read through a thread that lives", async () => {
  const zombie = { pid: 50, comm: "d", state: "Z", threads: 2, args: [], exe: "", files: { exe: null, cwd: null } };
  const entries = procEntries([{ pid: 7, ppid: 50, comm: "worker", start: 1002, args: ["/srv/d", "--evil"] }]);
  const thread = { ...threadOf(50, 7, entries), "/proc/50/task/7/fd/3": { link: "socket:[99]" } };
  const living = { ...thread, "/proc/50/task/7/exe": { link: "/srv/d (deleted)", content: "ELF", nlink: 0 } };
  const { items, errors } = await collect({ ...procEntries([zombie]), ...living });
  expect(items).toMatchObject([
    {
      pid: 50,
      comm: "d",
      state: "Z",
      start_ticks: "1000",
      exe: "/srv/d",
      exe_deleted: true,
      exe_sha256: createHash("sha256").update("ELF").digest("hex"),
      argv: ["/srv/d", "--evil"],
      cmdline_status: "read",
      cwd: "/",
      fds: 1,
      fds_sockets: 1,
      namespaces: { net: "4" },
      detail: "full",
      signals: ["exe_deleted", "main_thread_ended"],
    },
  ]);
  expect(errors).toEqual([]);
});

test("one whose other threads end as well is the zombie that it looks like", async () => {
  const zombie = { pid: 50, state: "Z", threads: 2, args: [], files: { exe: null, cwd: null } };
  const entries = threadOf(50, 7, procEntries([{ pid: 7, state: "Z", args: [] }]));
  const { items } = await collect({ ...procEntries([zombie]), ...entries });
  expect(items).toMatchObject([{ pid: 50, exe: null, cmdline_status: "none", signals: [] }]);
});

/** The files of a process as those of a thread. */
function threadOf(pid: number, tid: number, entries: MemEntries): MemEntries {
  const files = Object.entries(entries).filter(([path]) => path.startsWith(`/proc/${tid}/`));
  return Object.fromEntries(files.map(([path, entry]) => [path.replace("/proc/", `/proc/${pid}/task/`), entry]));
}
