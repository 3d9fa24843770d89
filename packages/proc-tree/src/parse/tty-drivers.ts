import { splitLines } from "@livetriage/triage-core/text";

/** One range of terminal devices. */
export interface TtyDriver {
  readonly path: string;
  readonly major: number;
  readonly first: number;
  readonly last: number;
  /** The path is the device itself, not the start of many names. */
  readonly single: boolean;
}

const LINE = /^\S+\s+(?<path>\/\S+)\s+(?<major>\d+)\s+(?<first>\d+)(?:-(?<last>\d+))?\s+(?<type>\S+)/;

/**
 * The terminal drivers of the kernel.
 *
 * Shape:  `pty_slave  /dev/pts  136 0-1048575 pty:slave`: name, device path, major, minor or range of minors, type;
 *         of a driver of type `system` the path is the device itself.
 * Source: proc_tty(5); show_tty_driver() in fs/proc/proc_tty.c
 */
export function parseTtyDrivers(text: string): TtyDriver[] {
  const drivers: TtyDriver[] = [];
  for (const line of splitLines(text)) {
    const { path, major, first, last, type } = LINE.exec(line)?.groups ?? {};
    if (path === undefined || first === undefined) continue;
    const single = type?.startsWith("system") === true;
    drivers.push({ path, major: Number(major), first: Number(first), last: Number(last ?? first), single });
  }
  return drivers;
}

/** Virtual consoles count from their minor, all other lines from the first minor of their range. */
const CONSOLE_MAJOR = 4;
const CONSOLE_PATH = "/dev/tty";

/**
 * Name of the terminal with a device number as stat shows it; null for 0 (none) and for a device of no known driver.
 *
 * Shape:  tty_nr holds the minor in bits 0–7 and 20–31, the major in bits 8–19.
 * Source: proc_pid_stat(5) field 7
 */
export function ttyName(tty_nr: number, drivers: readonly TtyDriver[]): string | null {
  const major = (tty_nr >>> 8) & 0xfff;
  const minor = (tty_nr & 0xff) | ((tty_nr >>> 12) & 0xfff00);
  const driver = drivers.find((one) => one.major === major && minor >= one.first && minor <= one.last);
  if (tty_nr === 0 || driver === undefined) return null;
  const { path, first, single } = driver;
  if (single) return path;
  if (path === "/dev/pts") return `/dev/pts/${minor - first}`;
  return `${path}${major === CONSOLE_MAJOR && path === CONSOLE_PATH ? minor : minor - first}`;
}
