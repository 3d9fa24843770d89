import { readdirSync, readFileSync } from "node:fs";

/** Clock ticks a second. Source: sysconf(3), _SC_CLK_TCK, 100 on every Linux */
const TICKS = 100;
const LOOK_EVERY_MS = 500;

/** Memory and processor time of a process and of those that follow it at its task. */
export class ProcessCosts {
  #pid = 0;
  #timer: NodeJS.Timeout | undefined;
  #earlierMs = 0;
  #lastMs = 0;
  peakRssMib = 0;
  peakPssMib = 0;
  rssMib = 0;
  descriptors = 0;

  /** Processor time of all of them, in milliseconds. */
  get cpuMs(): number {
    this.look();
    return this.#earlierMs + this.#lastMs;
  }

  watch(pid: number): void {
    this.#earlierMs += this.#lastMs;
    this.#lastMs = 0;
    this.#pid = pid;
    clearInterval(this.#timer);
    this.#timer = setInterval(() => this.look(), LOOK_EVERY_MS).unref();
  }

  /** Source: proc_pid_stat(5), proc_pid_status(5), proc_pid_smaps(5) */
  look(): void {
    const folder = `/proc/${this.#pid}`;
    try {
      const stat = readFileSync(`${folder}/stat`, "utf8");
      const [user, system] = stat
        .slice(stat.lastIndexOf(")") + 2)
        .split(" ")
        .slice(11, 13);
      this.#lastMs = ((Number(user) + Number(system)) * 1000) / TICKS;
      const status = readFileSync(`${folder}/status`, "utf8");
      this.rssMib = mib(status, "VmRSS");
      this.peakRssMib = Math.max(this.peakRssMib, mib(status, "VmHWM"));
      this.peakPssMib = Math.max(this.peakPssMib, mib(readFileSync(`${folder}/smaps_rollup`, "utf8"), "Pss"));
      this.descriptors = readdirSync(`${folder}/fd`).length;
    } catch {
      clearInterval(this.#timer); // it has ended
    }
  }
}

function mib(text: string, field: string): number {
  const [, kib] = new RegExp(`^${field}:\\s+(\\d+) kB$`, "m").exec(text) ?? [];
  return Number(kib ?? 0) / 1024;
}
