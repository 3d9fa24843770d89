import type { ChildProcess } from "node:child_process";
import { HEALTHY_MS } from "@livetriage/proto-types";
import type { Clock } from "@livetriage/triage-core";
import { wait } from "../wait.ts";

/** Time that the daemon has to end when it is asked to. */
const STOP_MS = 4_000;

/** How one daemon after another is kept running. */
export interface KeepDaemonOptions {
  readonly start: () => ChildProcess;
  /** Told what a daemon says on its standard error, unless the one before it said the same. */
  readonly tell: (text: string) => void;
  /** How long to wait after so many short lives in a row. */
  readonly pauseMs: (failures: number) => number;
  readonly clock: Clock;
  readonly stopped: AbortSignal;
}

/** Starts the daemon, and another when it ends, until the signal; ever more slowly while none lives long. */
export async function keepDaemon({ start, tell, pauseMs, clock, stopped }: KeepDaemonOptions): Promise<void> {
  let failures = 0;
  let told = "";
  while (!stopped.aborted) {
    const began = clock.monotonicNs();
    const daemon = start();
    daemon.stderr?.on("data", (bytes: Buffer) => {
      const text = bytes.toString();
      if (text !== told) tell(text);
      told = text;
    });
    await ended(daemon, stopped);
    if (Number(clock.monotonicNs() - began) / 1e6 >= HEALTHY_MS) {
      failures = 0;
      told = "";
    }
    await wait(pauseMs(failures++), stopped);
  }
}

/** Resolves when the daemon has ended: by itself, or because it was asked to, or made to. */
async function ended(daemon: ChildProcess, stopped: AbortSignal): Promise<void> {
  let patience: NodeJS.Timeout | undefined;
  const stop = (): void => {
    daemon.kill("SIGTERM");
    patience = setTimeout(() => daemon.kill("SIGKILL"), STOP_MS);
  };
  stopped.addEventListener("abort", stop, { once: true });
  await new Promise<void>((resolve) => {
    daemon.on("error", () => resolve()); // it could not be started
    daemon.on("close", () => resolve());
  });
  stopped.removeEventListener("abort", stop);
  clearTimeout(patience);
}
