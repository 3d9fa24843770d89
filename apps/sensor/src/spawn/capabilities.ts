import { readFileSync } from "node:fs";

/** Effective capabilities of this process, hex. Source: proc_pid_status(5) */
export function readOwnCapabilities(): string {
  return /^CapEff:\t([0-9a-f]+)$/m.exec(readFileSync("/proc/self/status", "utf8"))?.[1] ?? "unknown";
}
