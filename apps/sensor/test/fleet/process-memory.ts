import { closeSync, openSync, readFileSync, readSync } from "node:fs";

const WINDOW_BYTES = 4_194_304;

/** Which of these are somewhere in the writable memory of a process? Source: proc_pid_maps(5), proc_pid_mem(5) */
export function foundInMemory(pid: number, wanted: ReadonlyMap<string, Buffer>): string[] {
  const found = new Set<string>();
  const overlap = Math.max(...[...wanted.values()].map(({ length }) => length));
  const window = Buffer.alloc(WINDOW_BYTES + overlap);
  const memory = openSync(`/proc/${pid}/mem`, "r");
  for (const [from, to] of writableRegions(pid)) {
    for (let at = from; at < to; at += WINDOW_BYTES) {
      const bytes = window.subarray(0, readAt(memory, window.subarray(0, Math.min(window.length, to - at)), at));
      for (const [name, text] of wanted) if (bytes.includes(text)) found.add(name);
    }
  }
  closeSync(memory);
  return [...found].toSorted();
}

function writableRegions(pid: number): [number, number][] {
  const rows = readFileSync(`/proc/${pid}/maps`, "utf8").split("\n");
  return rows.flatMap((row): [number, number][] => {
    const [, from, to] = /^([0-9a-f]+)-([0-9a-f]+) rw/.exec(row) ?? [];
    return from === undefined || to === undefined ? [] : [[Number.parseInt(from, 16), Number.parseInt(to, 16)]];
  });
}

function readAt(memory: number, into: Buffer, position: number): number {
  try {
    return readSync(memory, into, 0, into.length, position);
  } catch {
    return 0; // gone since its row was read
  }
}
