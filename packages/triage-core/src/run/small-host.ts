import type { Caps } from "../contract/caps.ts";
import type { HostReader } from "../contract/host-reader.ts";
import { splitLines } from "../text/lines.ts";

const LEAST_MEMORY = 192 * 1024 * 1024;
const LEAST_FILES = 40;
const MAX_BYTES = 8192;

/**
 * Why this collection must be a small one, or null: its cgroup allows less than 192 MB, or it may open fewer than 40
 * files. Asked of the reader's own /proc, which has the main process's limits and cgroup.
 *
 * Source: proc_pid_limits(5), cgroups(7), Documentation/admin-guide/cgroup-v2.rst (memory.max), cgroup-v1/memory.rst.
 */
export async function readSmallHost(host: HostReader): Promise<string | null> {
  const [limits, cgroup] = await Promise.all([
    readText(host, "/proc/self/limits"),
    readText(host, "/proc/self/cgroup"),
  ]);
  const files = /^Max open files\s+(\d+)/m.exec(limits)?.[1];
  if (files !== undefined && Number(files) < LEAST_FILES) return `may open ${files} files`;
  const texts = await Promise.all(memoryLimitPaths(cgroup).map((path) => readText(host, path)));
  const least = Math.min(...texts.map((text) => (/^\d+$/.test(text.trim()) ? Number(text) : Number.POSITIVE_INFINITY)));
  return least < LEAST_MEMORY ? `may use ${least} bytes of memory` : null;
}

/** A quarter of every cap: what a small host collects. */
export function quarterCaps(caps: Caps): Caps {
  return Object.fromEntries(Object.entries(caps).map(([name, value]) => [name, Math.ceil(value / 4)])) as Caps;
}

/** Where the memory limits of our cgroup and of its parents may stand, for both cgroup versions. */
function memoryLimitPaths(cgroup: string): string[] {
  const own = splitLines(cgroup).flatMap((line) => {
    const [, controllers, path] = /^\d+:([^:]*):(\/.*)$/.exec(line) ?? [];
    if (path === undefined) return [];
    if (controllers === "") return withParents(path).map((dir) => `/sys/fs/cgroup${dir}/memory.max`);
    if (controllers !== "memory") return [];
    return withParents(path).map((dir) => `/sys/fs/cgroup/memory${dir}/memory.limit_in_bytes`);
  });
  return own.length > 0 ? own : ["/sys/fs/cgroup/memory.max"];
}

function withParents(path: string): string[] {
  const parts = path.split("/").filter((part) => part !== "" && part !== "..");
  return [...parts.map((_part, i) => `/${parts.slice(0, i + 1).join("/")}`), ""];
}

async function readText(host: HostReader, path: string): Promise<string> {
  const file = await host.readFile(path, { maxBytes: MAX_BYTES });
  return file.ok ? Buffer.from(file.value.bytes).toString("latin1") : "";
}
