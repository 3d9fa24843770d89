import type { Process } from "./process.ts";

/** Programs through which an operator comes to a prompt and starts us. */
const CHAIN =
  /^(?:sudo|su|doas|runuser|pkexec|sshd|sshd-session|sshd-auth|dropbear|login|(?:ba|da|z|k|mk|a|c|tc|fi)?sh|tmux.*|screen|SCREEN|script|timeout|nice|ionice|env|npm.*|pnpm.*|node|livetriage.*|MainThread)$/;
const INIT = 1;

/**
 * The processes of this collection and the operator's way to them: from our own upwards through shells, sudo and the ssh
 * session, but not the daemons that everybody comes through.
 */
export function collectorPids(own: readonly number[], processes: readonly Process[]): Set<number> {
  const byPid = new Map(processes.map((process) => [process.pid, process]));
  const [main] = own;
  const laterReaders = processes.filter(({ stat }) => main !== undefined && stat?.ppid === main).map(({ pid }) => pid);
  const marked = new Set<number>();
  for (const start of [...own, ...laterReaders]) {
    let process = byPid.get(start);
    while (process !== undefined && !marked.has(process.pid) && isOurs(process, start)) {
      marked.add(process.pid);
      process = byPid.get(process.stat?.ppid ?? 0);
    }
  }
  return marked;
}

function isOurs({ pid, stat }: Process, start: number): boolean {
  if (pid === start) return true;
  return stat !== null && stat.ppid > INIT && CHAIN.test(stat.comm);
}
