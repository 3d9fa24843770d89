import { lstatSync, readFileSync } from "node:fs";
import type { ByteReader } from "./byte-reader.ts";
import type { ByteWriter } from "./byte-writer.ts";

/** What the machine grants this process. */
export interface Limits {
  /** Processors that we may run on. */
  readonly cpus: number;
  /** Soft limit of open files. */
  readonly files: number;
  /** Memory of our cgroup in bytes, 0 when unlimited or unknown. */
  readonly memory: number;
  /** Processes of the whole machine, roughly; 0 when unknown. */
  readonly processes: number;
}

/**
 * Source: proc_pid_status(5), proc_pid_limits(5); unknown figures are the least that everything runs with.
 */
export function readLimits(): Limits {
  const mask = /^Cpus_allowed:\s*([0-9a-f,]+)$/m.exec(text("/proc/self/status"))?.[1] ?? "1";
  const files = /^Max open files\s+(\d+)/m.exec(text("/proc/self/limits"))?.[1] ?? "32";
  return { cpus: bitsOf(mask), files: Number(files), memory: process.constrainedMemory(), processes: countProcesses() };
}

/** The kernel counts every process as a link of /proc. */
function countProcesses(): number {
  try {
    return lstatSync("/proc").nlink;
  } catch {
    return 0;
  }
}

function bitsOf(hex: string): number {
  return [...hex.replaceAll(",", "")].reduce((sum, digit) => sum + (ONES[Number.parseInt(digit, 16)] ?? 0), 0);
}

const ONES = [0, 1, 1, 2, 1, 2, 2, 3, 1, 2, 2, 3, 2, 3, 3, 4];

function text(path: string): string {
  try {
    return readFileSync(path, "latin1");
  } catch {
    return "";
  }
}

export function writeLimits(out: ByteWriter, { cpus, files, memory, processes }: Limits): void {
  out.f64(cpus);
  out.f64(files);
  out.f64(memory);
  out.f64(processes);
}

export function readLimitsFrame(from: ByteReader): Limits {
  return { cpus: from.f64(), files: from.f64(), memory: from.f64(), processes: from.f64() };
}
