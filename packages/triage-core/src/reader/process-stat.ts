/** The fields of `/proc/PID/stat` that tell one process, and one program image of it, from another. */
export interface ProcessImage {
  /** Field 22. */
  readonly startTicks: string;
  /** Fields 28 and 48, startstack and arg_start; equal before and after means the same image. */
  readonly image: string;
}

const SPACE = 0x20;
const CLOSE = 0x29;

/**
 * Shape:  comm may hold spaces and `)`, so fields are counted from the last `)`.
 * Errors: empty strings for fields that are not there.
 * Source: proc_pid_stat(5)
 */
export function processImage(stat: Buffer): ProcessImage {
  const close = stat.lastIndexOf(CLOSE);
  let field = 2;
  let startTicks = "";
  let startStack = "";
  let argStart = "";
  for (let at = close + 1; close >= 0 && at < stat.length && field < 48; ) {
    const next = stat.indexOf(SPACE, at + 1);
    const end = next < 0 ? stat.length : next;
    field++;
    if (field === 22) startTicks = stat.toString("latin1", at + 1, end);
    else if (field === 28) startStack = stat.toString("latin1", at + 1, end);
    else if (field === 48) argStart = stat.toString("latin1", at + 1, end);
    at = end;
  }
  return { startTicks, image: `${startStack} ${argStart}` };
}
