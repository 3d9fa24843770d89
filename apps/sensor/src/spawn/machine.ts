import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { uptime } from "node:os";
import { type Pressure, parsePressure } from "../channel/pressure.ts";

/** sha256 of the boot id, hex: tells a reboot from a restart. Source: random(4) */
export function readBootHash(): string {
  const id = readFileSync("/proc/sys/kernel/random/boot_id", "utf8").trim();
  return createHash("sha256").update(id).digest("hex");
}

/** What tasks of this host wait for. Before Linux 4.20, and with psi=0, nothing is known. */
export function readPressure(): Pressure {
  const of = (kind: string): number | null => {
    try {
      return parsePressure(readFileSync(`/proc/pressure/${kind}`, "latin1"));
    } catch {
      return null;
    }
  };
  return { memory: of("memory"), cpu: of("cpu"), io: of("io") };
}

/** After a boot all hosts of a site come up together: they connect within half a minute, not at once. */
export function firstDelayMs(): number {
  return uptime() < 120 ? Math.random() * 30_000 : 0;
}
