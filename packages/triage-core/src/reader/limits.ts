import { readFileSync } from "node:fs";
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
}

/**
 * Source: proc_pid_status(5), proc_pid_limits(5); unknown figures are the least that everything runs with.
 */
export function readLimits(): Limits {
  const mask = /^Cpus_allowed:\s*([0-9a-f,]+)$/m.exec(text("/proc/self/status"))?.[1] ?? "1";
  const files = /^Max open files\s+(\d+)/m.exec(text("/proc/self/limits"))?.[1] ?? "32";
  return { cpus: bitsOf(mask), files: Number(files), memory: process.constrainedMemory() };
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

export function writeLimits(out: ByteWriter, { cpus, files, memory }: Limits): void {
  out.f64(cpus);
  out.f64(files);
  out.f64(memory);
}

export function readLimitsFrame(from: ByteReader): Limits {
  return { cpus: from.f64(), files: from.f64(), memory: from.f64() };
}
