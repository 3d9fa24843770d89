import { type FleetSize, type SimulatedFleet, startSimulatedFleet } from "./simulated-fleet.ts";

/** What is no figure of a scenario is waited for as long as this, on a machine that has other work. */
export const PATIENCE_MS = 600_000;

/** A fleet comes, and ends with what is done with it. */
export async function withFleet<T>(size: FleetSize, work: (fleet: SimulatedFleet) => Promise<T>): Promise<T> {
  const fleet = await startSimulatedFleet(size);
  try {
    if (!(await fleet.allConnected(PATIENCE_MS))) throw new Error("the fleet did not come");
    return await work(fleet);
  } finally {
    await fleet.stop();
  }
}
