import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { ProcessCosts } from "./process-costs.ts";

const FROM_SOURCE = ["--conditions=@livetriage/source", "--experimental-transform-types", "--no-warnings"];
/** As `bin/livetriage` starts a Collector. */
const FLAGS = [...FROM_SOURCE, "--heap-growing-percent=50"];
const MALLOC = { MALLOC_MMAP_THRESHOLD_: "32768" };

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
    const program = join(import.meta.dirname, "collector-program.ts");
    const stdio = ["ignore", "ignore", "pipe", "ipc"] as const;
    const env = { ...process.env, ...MALLOC };
    const child = fork(program, [this.#dir, String(this.#port)], { execArgv: FLAGS, stdio: [...stdio], env });
    this.#child = child;
    child.stderr?.setEncoding("utf8").on("data", this.#onLog);
    const gone = once(child, "exit").then(([code]) => {
      throw new Error(`the Collector ended with ${String(code)}`);
    });
    gone.catch(() => undefined);
    const [port] = (await Promise.race([once(child, "message"), gone])) as [number];
    this.#port = port;
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
