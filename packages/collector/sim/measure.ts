import { listenOverflows } from "./listen-overflows.ts";
import type { SimulatedFleet } from "./simulated-fleet.ts";

/** What a piece of a simulation cost both ends. */
export interface Costs {
  readonly wallMs: number;
  readonly collectorCpuMs: number;
  readonly sensorsCpuMs: number;
  readonly collectorRssMib: number;
  readonly collectorPssMib: number;
  readonly heartbeats: number;
  readonly heartbeatP50Ms: number;
  readonly heartbeatP99Ms: number;
  readonly mostAttempts: number;
  readonly listenOverflows: number;
}

/** Do something with a fleet, and tell what it cost. */
export async function measure<T>(fleet: SimulatedFleet, work: () => Promise<T>): Promise<{ result: T; costs: Costs }> {
  const { collector, tally } = fleet;
  tally.reset();
  const before = { cpuMs: collector.costs.cpuMs, own: process.cpuUsage(), overflows: listenOverflows() };
  const began = performance.now();
  const result = await work();
  const wallMs = performance.now() - began;
  const own = process.cpuUsage(before.own);
  const trips = tally.roundTrips.toSorted((a, b) => a - b);
  const at = (share: number) => trips[Math.min(trips.length - 1, Math.floor(trips.length * share))] ?? Number.NaN;
  const costs = {
    wallMs,
    collectorCpuMs: collector.costs.cpuMs - before.cpuMs,
    sensorsCpuMs: (own.user + own.system) / 1000,
    collectorRssMib: collector.costs.peakRssMib,
    collectorPssMib: collector.costs.peakPssMib,
    heartbeats: trips.length,
    heartbeatP50Ms: at(0.5),
    heartbeatP99Ms: at(0.99),
    mostAttempts: tally.mostAttempts,
    listenOverflows: listenOverflows() - before.overflows,
  };
  return { result, costs };
}
