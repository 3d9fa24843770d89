import type { HostFacts } from "../contract/host-facts.ts";
import { parseAuxv } from "./parse/auxv.ts";
import { parseMountinfo } from "./parse/mountinfo.ts";
import { type OwnStatus, parseOwnStatus } from "./parse/own-status.ts";
import { parseBtime } from "./parse/proc-stat.ts";
import type { Sources } from "./sources.ts";

const MOUNTINFO_BYTES = 1_048_576;

/** What only a running kernel knows. */
export interface KernelFacts {
  readonly facts: Pick<
    HostFacts,
    "boot_id" | "boot_time_ns" | "ticks_per_second" | "page_size" | "kernel_release" | "mounts"
  >;
  readonly little_endian: boolean | null;
  readonly own: OwnStatus | null;
  readonly collector_pids: readonly number[];
}

/** An image has no kernel; ticks and page size are those of nearly every Linux. */
export const NO_KERNEL: KernelFacts = {
  facts: {
    boot_id: null,
    boot_time_ns: null,
    ticks_per_second: 100,
    page_size: 4096,
    kernel_release: null,
    mounts: [],
  },
  little_endian: null,
  own: null,
  collector_pids: [],
};

/**
 * What the running kernel says. `/proc/self` is the reader process: a child of the main process, with the same uid,
 * capabilities, namespaces and kernel interface.
 */
export async function readKernelFacts(
  sources: Sources,
  pid: number,
  viewer: HostFacts["viewer"],
): Promise<KernelFacts> {
  const mountinfoPath = `/proc/${viewer}/mountinfo`;
  const [bootId, stat, release, auxvBytes, mountinfo, status, children] = await Promise.all([
    sources.line("/proc/sys/kernel/random/boot_id", { required: true }),
    sources.text("/proc/stat", { maxBytes: 262_144, required: true }),
    sources.line("/proc/sys/kernel/osrelease", { required: true }),
    sources.bytes("/proc/self/auxv"),
    sources.text(mountinfoPath, { maxBytes: MOUNTINFO_BYTES, required: true }),
    sources.text("/proc/self/status", { required: true }),
    sources.line(`/proc/${pid}/task/${pid}/children`, { source: "/proc/[pid]/task/[tid]/children" }),
  ]);
  const { mounts, malformed } = parseMountinfo(mountinfo ?? "");
  sources.malformed(mountinfoPath, malformed);
  const btime = parseBtime(stat ?? "");
  const auxv = parseAuxv(auxvBytes ?? new Uint8Array());
  const own = status === null ? null : parseOwnStatus(status);
  return {
    facts: {
      boot_id: bootId === null ? null : sources.brief(bootId, "/proc/sys/kernel/random/boot_id"),
      boot_time_ns: btime === null ? null : btime * 1_000_000_000n,
      ticks_per_second: auxv?.ticks_per_second ?? NO_KERNEL.facts.ticks_per_second,
      page_size: auxv?.page_size ?? NO_KERNEL.facts.page_size,
      kernel_release: release === null ? null : sources.brief(release, "/proc/sys/kernel/osrelease"),
      mounts,
    },
    little_endian: auxv?.little_endian ?? null,
    own,
    collector_pids: collectorPids(pid, own, children ?? ""),
  };
}

/** The main process, the reader that answers, and every other child of the main process. */
function collectorPids(main: number, own: OwnStatus | null, children: string): number[] {
  const readers = children
    .split(" ")
    .filter((word) => /^\d+$/.test(word))
    .map(Number);
  return [...new Set([main, ...(own?.pid === null || own === null ? [] : [own.pid]), ...readers])];
}
