import { CommandKind } from "@livetriage/proto-types";
import { type Costs, measure } from "./measure.ts";
import { commandAll, placesOf, submit } from "./run-command.ts";
import type { FleetSize } from "./simulated-fleet.ts";
import { until, wait } from "./until.ts";
import { PATIENCE_MS, withFleet } from "./with-fleet.ts";

/** After a halt no collection may start any more. */
const HALT_MS = 2_000;
const LISTEN_MS = 5_000;

/** What came of a scenario: how many of how many, and what it cost. */
export interface Outcome {
  readonly what: string;
  readonly done: number;
  readonly of: number;
  readonly notes: readonly string[];
  readonly costs: Costs;
}

/** One command for the whole fleet: every sensor delivers its package. */
export function command(size: FleetSize): Promise<Outcome> {
  return withFleet(size, async (fleet) => {
    const { result, costs } = await measure(fleet, async () => placesOf(fleet, await commandAll(fleet), PATIENCE_MS));
    const what = "sensors have delivered";
    return { what, done: result["done"] ?? 0, of: size.sensors, notes: [JSON.stringify(result)], costs };
  });
}

/** The Collector is killed and comes back: every sensor finds it again. */
export function restart(size: FleetSize, awayMs: number, backMs: number): Promise<Outcome> {
  return withFleet(size, async (fleet) => {
    const { result, costs } = await measure(fleet, async () => {
      await fleet.collector.end("SIGKILL");
      await wait(awayMs);
      await fleet.collector.start();
      const began = performance.now();
      await fleet.allConnected(backMs);
      return performance.now() - began;
    });
    const notes = [`the last was back ${(result / 1000).toFixed(1)} s after the start`];
    return { what: "sensors are back", done: fleet.tally.connected.size, of: size.sensors, notes, costs };
  });
}

/** Stands still for a while in the middle of the uploads, and is then killed: each package is taken once. */
export function stall(size: FleetSize, stallMs: number): Promise<Outcome> {
  return withFleet(size, async (fleet) => {
    const { collector, tally } = fleet;
    const { result, costs } = await measure(fleet, async () => {
      const commandId = await commandAll(fleet);
      await until(() => tally.delivered > size.sensors / 4, PATIENCE_MS);
      collector.signal("SIGSTOP");
      await wait(stallMs);
      collector.signal("SIGCONT");
      await until(() => tally.delivered > size.sensors / 2, PATIENCE_MS);
      await collector.end("SIGKILL");
      await collector.start();
      await until(() => tally.delivered === size.sensors, PATIENCE_MS);
      return placesOf(fleet, commandId, PATIENCE_MS);
    });
    const twice = tally.commits.length - new Set(tally.commits).size;
    const notes = [`${twice} packages were committed twice`];
    return { what: "sensors have delivered", done: result["done"] ?? 0, of: size.sensors, notes, costs };
  });
}

/** Everything is halted while three runs stream: what counts are the collections that start later than `HALT_MS`. */
export function halt(size: FleetSize): Promise<Outcome> {
  return withFleet(size, async (fleet) => {
    const { tally } = fleet;
    const { result, costs } = await measure(fleet, async () => {
      for (let run = 0; run < 3; run += 1) await commandAll(fleet);
      await until(() => tally.delivered > size.sensors / 10, PATIENCE_MS);
      const halted = performance.now();
      await submit(fleet, { kind: CommandKind.HALT, targets: { everyone: true }, recipients: [] });
      await wait(LISTEN_MS);
      return tally.starts.map((at) => at - halted);
    });
    const last = Math.max(...result);
    const late = result.filter((ms) => ms > HALT_MS).length;
    const notes = [`${late} collections started later; the last one ${(last / 1000).toFixed(1)} s after the halt`];
    return {
      what: `started within ${HALT_MS} ms of the halt`,
      done: result.length - late,
      of: result.length,
      notes,
      costs,
    };
  });
}
