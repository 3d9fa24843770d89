import type { Client } from "@connectrpc/connect";
import type { OperatorService, RunStanding, TargetState, WatchRunResponse } from "@livetriage/proto-types";

type Count = (state: TargetState) => number;

/** A run as it is watched: where it and each of its targets stood last. */
export class RunWatch {
  run: RunStanding | undefined;
  readonly #told: WatchRunResponse[] = [];
  readonly #stream: AsyncIterator<WatchRunResponse>;

  constructor(client: Client<typeof OperatorService>, commandId: Uint8Array) {
    this.#stream = client.watchRun({ commandId }, { timeoutMs: 60_000 })[Symbol.asyncIterator]();
  }

  /** Waits until this holds. */
  async until(holds: (at: Count, run: RunStanding | undefined) => boolean): Promise<void> {
    while (!holds((state) => this.#at(state), this.run)) {
      const { done, value } = await this.#stream.next();
      if (done === true) throw new Error(`the run has ended: ${JSON.stringify([...this.#last().values()])}`);
      if (value.sensorId === "") this.run = value.run;
      else this.#told.push(value);
    }
  }

  #at(state: TargetState): number {
    return [...this.#last().values()].filter((each) => each === state).length;
  }

  #last(): Map<string, TargetState> {
    return new Map(this.#told.map(({ sensorId, state }) => [sensorId, state]));
  }
}
