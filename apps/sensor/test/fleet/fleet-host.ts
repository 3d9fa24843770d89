import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { childrenOf, type RunningSensor, type TestHost } from "../kit/sensor-process.ts";

/** One host of a fleet, and what its sensor tells and shows. */
export class FleetHost {
  readonly sensorId: string;
  readonly #host: TestHost;
  sensor: RunningSensor;

  constructor(sensorId: string, host: TestHost) {
    this.sensorId = sensorId;
    this.#host = host;
    this.sensor = host.start();
  }

  get #stateFile(): string {
    return join(this.#host.stateDir, "commands.json");
  }

  /** Has its log this event, of this run? */
  said(event: string, run?: string): boolean {
    return this.sensor.lines.some((line) => line.event === event && (run === undefined || line["command"] === run));
  }

  /** Is the command in its state file? */
  wroteDown(run: string): boolean {
    return readFileSync(this.#stateFile, "utf8").includes(run);
  }

  /** The collecting side, if one was started. */
  get collecting(): number | undefined {
    return this.sensor.collectingPid();
  }

  /** Does a reader of the collecting side run? */
  reads(): boolean {
    return this.collecting !== undefined && childrenOf(this.collecting).length > 0;
  }

  killNetworkSide(): void {
    process.kill(this.sensor.daemonPid(), "SIGKILL");
  }

  killCollectingSide(): void {
    if (this.collecting !== undefined) process.kill(this.collecting, "SIGKILL");
  }

  async killAll(): Promise<void> {
    await this.sensor.kill();
    this.sensor = this.#host.start();
  }

  /** Its memory is gone and its state file is kept; the boot is another one. */
  async reboot(run: string): Promise<void> {
    await this.sensor.kill();
    const state = JSON.parse(readFileSync(this.#stateFile, "utf8"));
    state.commands[run].boot = "00".repeat(32);
    writeFileSync(this.#stateFile, JSON.stringify(state));
    this.sensor = this.#host.start();
  }
}
