import { commandAll, type Places, placesOf } from "./run-command.ts";
import type { FleetSize, SimulatedFleet } from "./simulated-fleet.ts";
import { wait } from "./until.ts";
import { PATIENCE_MS, withFleet } from "./with-fleet.ts";

const RUN_EVERY_S = 60;

/** One look at the Collector. */
interface Look {
  readonly minute: number;
  readonly rssMib: number;
  readonly descriptors: number;
}

export interface Soak {
  readonly looks: readonly Look[];
  /** Growth of the memory in the second half, MiB a minute, by least squares. */
  readonly slope: number;
  readonly delivered: number;
  readonly asked: number;
}

/**
 * A fleet at work for so long: one sensor in a hundred loses its connection each second, a command for all each minute.
 * Who lost it several times within a minute each stays away for minutes, and brings its packages then.
 */
export function soak(size: FleetSize, seconds: number): Promise<Soak> {
  return withFleet(size, async (fleet) => {
    const looks: Look[] = [];
    const runs: Promise<Places>[] = [];
    for (let second = 0; second < seconds; second += 1) {
      if (second % RUN_EVERY_S === 0) {
        const started = run(fleet);
        started.catch(() => undefined); // it is heard of when all are over
        runs.push(started);
      }
      for (const sensor of fleet.sensors) if (Math.random() < 0.01) sensor.drop();
      const { costs } = fleet.collector;
      costs.look();
      looks.push({ minute: second / 60, rssMib: costs.rssMib, descriptors: costs.descriptors });
      await wait(1000);
    }
    const delivered = (await Promise.all(runs)).reduce((sum, { done = 0 }) => sum + done, 0);
    return { looks, slope: slopeOf(looks.slice(looks.length / 2)), delivered, asked: runs.length * size.sensors };
  });
}

async function run(fleet: SimulatedFleet): Promise<Places> {
  return placesOf(fleet, await commandAll(fleet), PATIENCE_MS);
}

function slopeOf(looks: readonly Look[]): number {
  const mean = (of: (look: Look) => number) => looks.reduce((sum, look) => sum + of(look), 0) / looks.length;
  const [minute, rss] = [mean((look) => look.minute), mean((look) => look.rssMib)];
  const together = looks.reduce((sum, look) => sum + (look.minute - minute) * (look.rssMib - rss), 0);
  return together / looks.reduce((sum, look) => sum + (look.minute - minute) ** 2, 0);
}
