import { backoffMs, HEALTHY_MS, TURNED_AWAY_FAILURES, wasTurnedAway } from "@livetriage/proto-types";
import type { Clock } from "@livetriage/triage-core";
import type { Log } from "../log.ts";
import { wait } from "../wait.ts";

/** How one session after another is held. */
export interface KeepOptions {
  readonly endpoints: readonly string[];
  /** Holds one session to its end; throws when it broke. */
  readonly serve: (endpoint: string) => Promise<void>;
  readonly clock: Clock;
  readonly log: Log;
  /** Called for every session that broke. */
  readonly onFailure: () => void;
  readonly signal: AbortSignal;
}

/** Hold a session with one of the endpoints until the signal; after a failure with the next one, ever more slowly. */
export async function keepConnected({ endpoints, serve, clock, log, onFailure, signal }: KeepOptions): Promise<void> {
  let failures = 0;
  let told = "";
  for (let next = 0; !signal.aborted; ) {
    const began = clock.monotonicNs();
    const endpoint = endpoints[next % endpoints.length] as string;
    const failure = await serve(endpoint).then(
      () => null,
      (error: unknown) => ({ problem: String(error), turnedAway: wasTurnedAway(error) }),
    );
    if (signal.aborted) return;
    const healthy = Number(clock.monotonicNs() - began) / 1e6 >= HEALTHY_MS;
    if (healthy) {
      failures = 0;
      told = "";
    }
    if (failure === null) continue;
    const { problem, turnedAway } = failure;
    onFailure();
    if (problem !== told) log("warn", "not connected", { endpoint, problem });
    told = problem;
    next += 1;
    if (turnedAway) failures = TURNED_AWAY_FAILURES;
    await wait(backoffMs(failures++, Math.random()), signal);
  }
}
