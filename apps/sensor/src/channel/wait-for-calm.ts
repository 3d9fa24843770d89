import type { Clock } from "@livetriage/triage-core";
import type { Bearable, Pressure } from "./pressure.ts";
import { whyBusy } from "./pressure.ts";

/** A host that is busy for longer gets no collection. */
const MOST_MS = 600_000;

/** The kernel's average moves every two seconds; whoever wants to end waiting is heard within one. */
const LOOK_MS = 1_000;

export interface CalmOptions {
  readonly read: () => Pressure;
  readonly bearable: Bearable;
  readonly clock: Clock;
  readonly wait: (ms: number) => Promise<void>;
  /** Ends waiting, as if the host were calm: whoever goes on then has other reasons to stop. */
  readonly enough: () => boolean;
  /** Told once, when there is something to wait for. */
  readonly tell: (why: string) => void;
}

/** Waits until the host is calm, ten minutes at most; answers what it is still busy with, null when it is calm. */
export async function waitForCalm(options: CalmOptions): Promise<string | null> {
  const { read, bearable, clock, wait, enough, tell } = options;
  const began = clock.monotonicNs();
  for (let told = false; ; told = true) {
    const why = whyBusy(read(), bearable);
    if (why === null || enough()) return null;
    if (Number(clock.monotonicNs() - began) / 1e6 >= MOST_MS) return why;
    if (!told) tell(why);
    await wait(LOOK_MS);
  }
}
