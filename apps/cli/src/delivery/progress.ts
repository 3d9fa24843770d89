import type { Frame } from "@livetriage/triage-core";
import { type Io, isDumb } from "../io.ts";
import { fit } from "../terminal/fit.ts";

const EVERY_MS = 100;
const CLEAR = "\r\u001b[K";

/** What runs, what was found, how long it takes: one line of stderr that rewrites itself. */
export interface Progress {
  frame(frame: Frame): void;
  /** Takes the line away. */
  end(): Promise<void>;
}

/** Progress on a terminal; nothing where there is none to see it, or one that cannot take a line back. */
export function startProgress(io: Io, wanted: boolean): Progress {
  if (!wanted || !io.stderr.terminal || isDumb(io)) return { frame: () => undefined, end: async () => undefined };
  const started = io.clock.monotonicNs();
  const items = new Map<string, number>();
  const running = new Set<string>();
  const show = (): void => {
    const seconds = Number((io.clock.monotonicNs() - started) / 100_000_000n) / 10;
    const line = fit(progressLine(items, running, seconds), (io.stderr.columns ?? 80) - 1);
    io.stderr.write(CLEAR + line).catch(() => undefined);
  };
  show();
  let timer: NodeJS.Timeout | null = setInterval(show, EVERY_MS);
  return {
    frame(frame) {
      if (frame.frame === "phase-start") running.add(frame.phase);
      if (frame.frame === "phase-end") running.delete(frame.phase);
      if (frame.frame === "phase-start" || frame.frame === "item") {
        items.set(frame.phase, (items.get(frame.phase) ?? 0) + (frame.frame === "item" ? 1 : 0));
      }
    },
    async end() {
      if (timer === null) return;
      clearInterval(timer);
      timer = null;
      await io.stderr.write(CLEAR).catch(() => undefined);
    },
  };
}

/** `3.1 s  proc-tree 412…  persistence 12…`; three dots mark what still runs. */
export function progressLine(
  items: ReadonlyMap<string, number>,
  running: ReadonlySet<string>,
  seconds: number,
): string {
  const phases = [...items].map(([phase, count]) => `${phase} ${count}${running.has(phase) ? "…" : ""}`);
  return [`${seconds.toFixed(1)} s`, ...(phases.length === 0 ? ["reading the host…"] : phases)].join("  ");
}
