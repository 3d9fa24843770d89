import type { Account, HostFacts } from "../contract/host-facts.ts";
import { createRedact } from "../head/redact.ts";
import { TEST_NOW_NS } from "./test-clock.ts";

const ACCOUNTS: readonly Account[] = [
  { name: "root", uid: 0, gid: 0, home: "/root", shell: "/bin/bash" },
  { name: "www-data", uid: 33, gid: 33, home: "/var/www", shell: "/usr/sbin/nologin" },
  { name: "alice", uid: 1000, gid: 1000, home: "/home/alice", shell: "/bin/bash" },
];

/** Facts of a small x86-64 host that booted two days before `TEST_NOW_NS`; names follow the accounts given. */
export function testFacts(overrides: Partial<HostFacts> = {}): HostFacts {
  const accounts = overrides.accounts ?? ACCOUNTS;
  return {
    live: true,
    viewer: "self",
    boot_id: "5a1c3f0e-0000-4000-8000-00000000b007",
    boot_time_ns: TEST_NOW_NS - 172_800_000_000_000n,
    ticks_per_second: 100,
    page_size: 4096,
    little_endian: true,
    kernel_release: "6.1.0-test",
    accounts,
    mounts: [],
    effective_uid: 0,
    reads_unseen: true,
    collector_pids: [],
    started_at_ns: TEST_NOW_NS,
    userName: (uid) => accounts.find((account) => account.uid === uid)?.name ?? null,
    groupName: (gid) => accounts.find((account) => account.gid === gid)?.name ?? null,
    redact: createRedact(Buffer.from("test")),
    ...overrides,
  };
}
