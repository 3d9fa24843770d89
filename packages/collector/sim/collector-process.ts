import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { dirname, join } from "node:path";
import { createInterface, type Interface } from "node:readline";
import { ProcessCosts } from "./process-costs.ts";

/** The program as built. */
const LIVETRIAGE = join(import.meta.dirname, "../../../apps/cli/bin/livetriage");

/** A Collector that can be killed, stopped and started again, always at the same port. */
export class CollectorProcess {
  readonly #dir: string;
  readonly #onLog: (text: string) => void;
  #child: ChildProcess | null = null;
  #port = 0;
  readonly costs = new ProcessCosts();

  constructor(dir: string, onLog: (text: string) => void) {
    this.#dir = dir;
    this.#onLog = onLog;
  }

  get port(): number {
    return this.#port;
  }

  /** Resolves when it listens. */
  async start(): Promise<void> {
    const args = ["collector", "serve", "--dir", this.#dir, "--listen", `127.0.0.1:${this.#port}`];
    const env = { ...process.env, PATH: `${dirname(process.execPath)}:${process.env["PATH"]}` };
    const child = spawn(LIVETRIAGE, args, { env, stdio: ["ignore", "ignore", "pipe"] });
    this.#child = child;
    process.once("exit", () => child.kill("SIGKILL"));
    const lines = createInterface(child.stderr).on("line", this.#onLog);
    const gone = once(child, "exit").then(([code]) => {
      throw new Error(`the Collector ended with ${String(code)}`);
    });
    gone.catch(() => undefined);
    this.#port = await Promise.race([portOf(lines), gone]);
    if (child.pid !== undefined) this.costs.watch(child.pid);
  }

  /** Resolves when the process is gone. */
  async end(signal: "SIGKILL" | "SIGTERM"): Promise<void> {
    const child = this.#child;
    if (child === null || child.exitCode !== null || child.signalCode !== null) return;
    this.costs.look();
    child.kill(signal);
    await once(child, "exit");
  }

  /** Stands still, with all its connections, until `SIGCONT`. */
  signal(signal: "SIGSTOP" | "SIGCONT"): void {
    this.#child?.kill(signal);
  }
}

/** Where it says that it listens. */
function portOf(lines: Interface): Promise<number> {
  return new Promise((resolve) => {
    lines.on("line", (line) => {
      const { event, port } = JSON.parse(line) as { event: string; port: number };
      if (event === "listening") resolve(port);
    });
  });
}
