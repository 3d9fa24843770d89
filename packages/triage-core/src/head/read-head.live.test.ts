import { readFileSync } from "node:fs";
import { hostname } from "node:os";
import { afterAll, expect, test } from "vitest";
import { createLiveHost } from "../host/live-host.ts";
import { systemClock } from "../host/system-clock.ts";
import { hostSchema, vantageSchema } from "../schema/host.ts";
import { readHead } from "./read-head.ts";

const host = createLiveHost();
afterAll(() => host.close());

test("the head of this machine agrees with what Node and the kernel say", async () => {
  const effectiveUid = process.geteuid?.() ?? -1;
  const head = await readHead(host, {
    live: true,
    clock: systemClock,
    pid: process.pid,
    effectiveUid,
    redactionKey: Buffer.from("key"),
  });
  expect(hostSchema.safeParse(head.host).error).toBeUndefined();
  expect(vantageSchema.safeParse(head.vantage).error).toBeUndefined();
  const uname = process.report.getReport() as { header: { osRelease: string; osMachine: string } };
  expect(head.host.hostname).toBe(hostname());
  expect(head.host.kernel_release).toBe(uname.header.osRelease);
  expect(head.host.arch).toBe(uname.header.osMachine);
  expect(head.host.boot_id).toBe(readFileSync("/proc/sys/kernel/random/boot_id", "utf8").trim());
  expect(head.facts.effective_uid).toBe(effectiveUid);
  expect(head.facts.collector_pids).toEqual(expect.arrayContaining([process.pid, host.stats().reader_pids[0]]));
  expect(head.vantage.pids_seen).toBeGreaterThan(1);
  expect(head.vantage.pids_at_least).toBeGreaterThanOrEqual(head.vantage.pids_seen ?? 0);
  expect(head.facts.page_size % 4096).toBe(0);
  expect(head.facts.userName(0)).toBe("root");
});
