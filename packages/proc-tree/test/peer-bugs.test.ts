import { createHash } from "node:crypto";
import { collectEvents, type MemEntries, memHost, testContext } from "@livetriage/triage-core/testing";
import { expect, test } from "vitest";
import { procTree } from "../src/index.ts";
import { procEntries, type TestProcess } from "./proc-entries.ts";

/** What other collectors get wrong, each by the number under which it is kept. */
async function itemsOf(processes: readonly TestProcess[], more: MemEntries = {}, options: object = {}) {
  const host = memHost({ ...procEntries(processes), ...more });
  return (await collectEvents(procTree, testContext(procTree, { host, ...options }))).items;
}

test("B8: arguments shorter than four characters are there", async () => {
  const [item] = await itemsOf([{ pid: 9, args: ["sh", "-c", "id", "", "/bin/evil"] }]);
  expect(item?.argv).toEqual(["sh", "-c", "id", "", "/bin/evil"]);
});

test("B9: a deleted program says so, and the digest is that of what runs, not of what is at its path now", async () => {
  const exe = { link: "/usr/bin/x (deleted)", content: "what runs", nlink: 0, ino: 4n };
  const now = { "/usr/bin/x": { content: "a clean program", ino: 5n } };
  const [item] = await itemsOf([{ pid: 9, exe: "/usr/bin/x (deleted)", nlink: 0, files: { exe } }], now);
  const digest = createHash("sha256").update("what runs").digest("hex");
  expect(item).toMatchObject({ exe: "/usr/bin/x", exe_deleted: true, exe_now: "replaced", exe_sha256: digest });
});

test("B14: hidden processes beyond pid 32,768 are found", async () => {
  const hidden = 4_190_001;
  const host = memHost(procEntries([{ pid: 9 }, { pid: 4_190_000 }, { pid: hidden }]));
  const unlisted: typeof host = {
    ...host,
    async list(path, options) {
      const answer = await host.list(path, options);
      if (path !== "/proc" || !answer.ok) return answer;
      const entries = answer.value.entries.filter(({ name }) => name !== String(hidden));
      return { ok: true, value: { ...answer.value, entries } };
    },
  };
  const { items } = await collectEvents(procTree, testContext(procTree, { host: unlisted }));
  expect(items.find(({ pid }) => pid === hidden)).toMatchObject({ signals: ["hidden_from_readdir"], views: ["probe"] });
});

test("B14: a shell on a socket is told although the socket's process is known", async () => {
  const tcp = "  sl  local_address rem_address\n   0: 0500000A:C350 08080808:0035 01 0:0 00:0 0 0 0 55 1\n";
  const files = { "fd/0": { link: "socket:[55]" }, "net/tcp": tcp };
  const [item] = await itemsOf([{ pid: 9, exe: "/bin/bash", files }]);
  expect(item?.signals).toContain("shell_on_socket");
});

test("B17: start times by the kernel's own clock tick, and the user is not who logged in", async () => {
  const [item] = await itemsOf(
    [{ pid: 9, uid: 33, start: 1024, files: { loginuid: "1000" } }],
    {},
    {
      facts: { ticks_per_second: 1024, boot_time_ns: 0n },
    },
  );
  expect(item).toMatchObject({ started_at: "1970-01-01T00:00:01Z", uid: 33, loginuid: 1000 });
});
