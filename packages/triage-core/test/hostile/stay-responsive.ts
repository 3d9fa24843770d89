import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { createLiveHost, type LiveHost } from "../../src/host/live-host.ts";

/** One more than may be left behind. */
const TRAPS = 9;
const OPEN = "14";
const TICK_MS = 20;

/**
 * Run in a mount namespace of its own: walk into one file system after another that never answers, and tell how the
 * process that asks fares with readers behind it that not even SIGKILL ends. argv: the server program, a directory.
 */
async function stayResponsive([program = "", base = ""]: readonly string[]): Promise<void> {
  const traps = Array.from({ length: TRAPS }, () => mkdtempSync(join(base, "hung-")));
  const servers = await Promise.all(traps.map((trap) => startServer(program, trap)));
  const host = createLiveHost({ readers: 1, enterMounts: traps });
  const lags = watchLoop();
  const answers: string[] = [];
  for (const trap of traps) answers.push(await errnoOf(host, `${trap}/f`));
  const afterwards = await errnoOf(host, "/etc/passwd");
  const states = host.stats().reader_pids.map(stateOf);
  host.close();
  process.stdout.write(JSON.stringify({ answers, afterwards, states, mostLagMs: Math.max(...lags.values) }));
  lags.stop();
  for (const server of servers) server.kill("SIGKILL");
}

function startServer(program: string, trap: string): Promise<ChildProcess> {
  const server = spawn(program, [trap, OPEN, "29"], { stdio: ["ignore", "pipe", "inherit"] });
  return new Promise((resolve) => server.stdout?.once("data", () => resolve(server)));
}

/** Each trap is met by a phase of its own, whose time for traps is not used up. */
async function errnoOf(host: LiveHost, path: string): Promise<string> {
  const result = await host.forPhase(new AbortController().signal).readFile(path, { maxBytes: 10 });
  return result.ok ? "ok" : result.error.errno;
}

/** How late a timer was, each time. */
function watchLoop(): { readonly values: number[]; stop(): void } {
  const values: number[] = [];
  let due = performance.now() + TICK_MS;
  const timer = setInterval(() => {
    values.push(performance.now() - due);
    due = performance.now() + TICK_MS;
  }, TICK_MS);
  return { values, stop: () => clearInterval(timer) };
}

/** R, S, D …; empty when the process is gone. */
function stateOf(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/stat`, "latin1").replace(/^.*\) (.).*$/s, "$1");
  } catch {
    return "";
  }
}

await stayResponsive(process.argv.slice(2));
