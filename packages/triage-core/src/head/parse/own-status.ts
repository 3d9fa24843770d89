import { keyValues } from "../../text/key-value.ts";
import { parseDecimal } from "../../text/numbers.ts";
import { CAPABILITIES } from "./capabilities.ts";

/** What a process status says of who we are. */
export interface OwnStatus {
  readonly pid: number | null;
  readonly ppid: number | null;
  readonly effective_uid: number | null;
  /** Effective capabilities by name, `cap_N` where the number is newer than the table. */
  readonly capabilities: readonly string[] | null;
}

/**
 * Identity and rights from `/proc/[pid]/status`.
 *
 * Shape:  `Uid:\t1000\t0\t0\t0` (real, effective, saved, file system), `CapEff:\t000001ffffffffff`
 * Source: proc_pid_status(5)
 */
export function parseOwnStatus(text: string): OwnStatus {
  const fields = keyValues(text, ":");
  const mask = fields.get("CapEff") ?? "";
  return {
    pid: parseDecimal(fields.get("Pid") ?? ""),
    ppid: parseDecimal(fields.get("PPid") ?? ""),
    effective_uid: parseDecimal(fields.get("Uid")?.split("\t")[1] ?? ""),
    capabilities: /^[0-9a-f]{1,16}$/.test(mask) ? namesOf(BigInt(`0x${mask}`)) : null,
  };
}

function namesOf(mask: bigint): string[] {
  const bits = Array.from({ length: 64 }, (_, bit) => bit).filter((bit) => ((mask >> BigInt(bit)) & 1n) === 1n);
  return bits.map((bit) => CAPABILITIES[bit] ?? `cap_${bit}`);
}
