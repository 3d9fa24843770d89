import { readdirSync, readFileSync, readlinkSync } from "node:fs";

/** What a reader that shares no code with proc-tree says of one process. */
export interface PlainProcess {
  readonly pid: number;
  readonly ppid: number;
  readonly start_ticks: string;
  readonly uid: number;
  readonly exe: string | null;
  readonly argv: readonly string[];
  readonly kernel: boolean;
}

/** Every process that can be read now. Bytes are latin1, so that nothing is lost and nothing is decoded. */
export function readPlainly(): Map<number, PlainProcess> {
  const processes = new Map<number, PlainProcess>();
  for (const name of readdirSync("/proc")) {
    if (!/^\d+$/.test(name)) continue;
    try {
      processes.set(Number(name), readOne(`/proc/${name}`, Number(name)));
    } catch {
      // it ended meanwhile
    }
  }
  return processes;
}

function readOne(dir: string, pid: number): PlainProcess {
  const stat = readFileSync(`${dir}/stat`, "latin1");
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  const status = readFileSync(`${dir}/status`, "latin1");
  const cmdline = readFileSync(`${dir}/cmdline`, "latin1");
  return {
    pid,
    ppid: Number(fields[1]),
    start_ticks: fields[19] ?? "",
    uid: Number(/^Uid:\t(\d+)/m.exec(status)?.[1]),
    exe: linkOf(`${dir}/exe`),
    argv: cmdline === "" ? [] : cmdline.replace(/\0$/, "").split("\0"),
    kernel: (Number(fields[6]) & 0x200000) !== 0,
  };
}

function linkOf(path: string): string | null {
  try {
    return readlinkSync(path, "latin1");
  } catch {
    return null;
  }
}
