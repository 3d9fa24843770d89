import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import type { Need } from "./condition.ts";
import { lackOfMemoryCgroup } from "./stage/memory-cgroup.ts";

/** Why no condition at all can be brought about here; null when they can. */
export function lackOfStage(): string | null {
  if (process.getuid?.() !== 0) return "needs root";
  if (!runs("gcc", "--version")) return "needs gcc: apt-get install gcc libc6-dev";
  if (!runs("unshare", "--mount", "--pid", "--net", "--ipc", "--fork", "true"))
    return "needs the right to make namespaces";
  return null;
}

const LACKS: Readonly<Record<Need, () => string | null>> = {
  fuse: () => (existsSync("/dev/fuse") ? null : "needs /dev/fuse"),
  userfaultfd: () => (existsSync("/proc/sys/vm/unprivileged_userfaultfd") ? null : "needs userfaultfd"),
  "cgroup-memory": lackOfMemoryCgroup,
  "time-namespace": () => (runs("unshare", "--time", "true") ? null : "needs time namespaces"),
};

/** Why one condition cannot be brought about here. */
export function lackOf(needs: readonly Need[]): string | null {
  return needs.map((need) => LACKS[need]()).find((lack) => lack !== null) ?? null;
}

function runs(program: string, ...args: readonly string[]): boolean {
  try {
    execFileSync(program, args, { stdio: "ignore" });
    return true;
  } catch {
    return false;
  }
}
