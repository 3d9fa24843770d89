import { create } from "@bufbuild/protobuf";
import { type Label, LabelSchema, SensorStanding, type Targets } from "@livetriage/proto-types";
import { usageError } from "../exit.ts";
import { hasLabel, type Sensor, sensorsNamed } from "./sensors.ts";

type Tag = Pick<Label, "name" | "value">;

/** Whom a run is for: the sensors as they are known now, and how the signed commands name them. */
export interface Selection {
  readonly sensors: readonly Sensor[];
  /** Labels that each sensor compares with its own certificate; null where the sensors are named. */
  readonly labels: Targets["labels"] | null;
}

/** The sensors of hosts that are named, by globs too, and have the labels; labels alone are left to the sensors. */
export function selectSensors(hosts: readonly string[], labels: readonly Tag[], sensors: readonly Sensor[]): Selection {
  const named = hosts.length === 0 ? sensors.filter(isTrusted) : hostsNamed(hosts, sensors);
  const selected = named.filter((sensor) => labels.every((wanted) => hasLabel(sensor, wanted)));
  if (selected.length === 0) throw usageError(`no host of the fleet has ${describe(hosts, labels)}`);
  return { sensors: selected, labels: hosts.length === 0 ? labels.map((label) => create(LabelSchema, label)) : null };
}

/** `NAME=VALUE` as a label. */
export function parseLabel(text: string): Tag {
  const [, name, value] = /^([^=]{1,63})=(.{0,255})$/.exec(text) ?? [];
  if (name === undefined || value === undefined) throw usageError(`--label takes NAME=VALUE, not '${text}'`);
  return { name, value };
}

function hostsNamed(hosts: readonly string[], sensors: readonly Sensor[]): Sensor[] {
  const named = hosts.flatMap((host) => (/[*?]/.test(host) ? hostsLike(host, sensors) : sensorsNamed([host], sensors)));
  return [...new Set(named)];
}

function hostsLike(glob: string, sensors: readonly Sensor[]): Sensor[] {
  const found = sensors.filter((sensor) => isTrusted(sensor) && matches(glob, sensor.hostname));
  if (found.length > 0) return found;
  throw usageError(`no host is called '${glob}' (livetriage fleet sensors lists all)`);
}

/** `*` stands for any characters, `?` for one. */
function matches(glob: string, hostname: string): boolean {
  const pattern = glob
    .replace(/[.+^${}()|[\]\\]/g, "\\$&")
    .replace(/\*+/g, ".*")
    .replaceAll("?", ".");
  return new RegExp(`^${pattern}$`, "s").test(hostname);
}

function isTrusted({ standing, archived }: Sensor): boolean {
  return standing !== SensorStanding.REVOKED && !archived;
}

function describe(hosts: readonly string[], labels: readonly Tag[]): string {
  const tags = labels.map(({ name, value }) => `${name}=${value}`).join(" ");
  return hosts.length === 0 ? `the labels ${tags}` : `one of the names ${hosts.join(" ")} and the labels ${tags}`;
}
