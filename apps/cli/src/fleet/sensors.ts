import { type Command, type Label, type ListSensorsResponse, SensorStanding } from "@livetriage/proto-types";
import { usageError } from "../exit.ts";
import type { CollectorSession } from "./collector-session.ts";

export type Sensor = Omit<ListSensorsResponse, "$typeName" | "$unknown">;

/** Every enrolled sensor, archived ones too, by host name. */
export async function listSensors({ operator }: Pick<CollectorSession, "operator">): Promise<Sensor[]> {
  const sensors: Sensor[] = [];
  for await (const sensor of operator.listSensors({ all: true })) sensors.push(sensor);
  return sensors.toSorted((a, b) => compare(a.hostname, b.hostname) || compare(a.sensorId, b.sensorId));
}

/** The sensors of these hosts, each once; a host is named by its name or by its sensor's id. */
export function sensorsNamed(names: readonly string[], sensors: readonly Sensor[]): Sensor[] {
  return [...new Set(names.map((name) => sensorNamed(name, sensors)))];
}

function sensorNamed(name: string, sensors: readonly Sensor[]): Sensor {
  const found = sensors.filter(({ sensorId, hostname }) => sensorId === name || hostname === name);
  const trusted = found.filter(({ standing }) => standing !== SensorStanding.REVOKED);
  const [sensor, other] = trusted;
  if (sensor === undefined) {
    const why = found.length > 0 ? "its sensor is revoked" : "livetriage fleet sensors lists all";
    throw usageError(`there is no host '${name}' in the fleet (${why})`);
  }
  if (other === undefined) return sensor;
  const ids = trusted.map(({ sensorId }) => sensorId).join(", ");
  throw usageError(`${trusted.length} sensors call their host '${name}'; name one by its id: ${ids}`);
}

/** What hosts call themselves, by sensor; one that is not known is called by its id. */
export function hostNames(sensors: readonly Sensor[]): (sensorId: string) => string {
  const names = new Map(sensors.map(({ sensorId, hostname }) => [sensorId, hostname]));
  return (sensorId) => names.get(sensorId) ?? sensorId;
}

/** The sensors that commands name, or have the labels that these ask for. */
export function addressedBy(commands: readonly Pick<Command, "targets">[], sensors: readonly Sensor[]): Sensor[] {
  const named = new Set(commands.flatMap(({ targets }) => targets?.sensorIds ?? []));
  const labels = commands.flatMap((command) => command.targets?.labels ?? []);
  const fits = (sensor: Sensor) => labels.length > 0 && labels.every((label) => hasLabel(sensor, label));
  return sensors.filter((sensor) => named.has(sensor.sensorId) || fits(sensor));
}

/** Does a sensor's certificate have a label? */
export function hasLabel(sensor: Sensor, { name, value }: Pick<Label, "name" | "value">): boolean {
  return sensor.labels.some((label) => label.name === name && label.value === value);
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
