import type { HostFacts, HostReader } from "@livetriage/triage-core";
import { decodeLossless, type LosslessString } from "@livetriage/triage-core/text";
import type { PlacedEntry } from "./candidate.ts";
import type { Home } from "./entries/entry.ts";
import type { Mechanism } from "./mechanisms/mechanism.ts";
import { isJoinable, type Place } from "./place.ts";
import { readTimerTimes } from "./read-timer-times.ts";
import type { OutsideActivation } from "./systemd/activation.ts";
import { environmentFilePaths, joinUnits } from "./systemd/join.ts";

const ENVIRONMENT_FILE_BYTES = 65_536;

/** Entries of systemd's units, made from all of them together. */
export async function readUnits(
  host: HostReader,
  facts: HostFacts,
  found: {
    readonly homes: readonly Home[];
    readonly places: readonly Place[];
    readonly mechanisms: readonly Mechanism[];
    readonly own: readonly PlacedEntry[];
  },
): Promise<PlacedEntry[]> {
  const { homes, places, mechanisms, own } = found;
  const isJoined = ({ joined }: Mechanism) => joined === true;
  const joinable = places.filter((place) => isJoinable(place) && place.mechanisms.some(isJoined));
  const byFile = new Map(joinable.map((place) => [place.file, place]));
  const files = [...byFile.keys()];
  const paths = environmentFilePaths(files);
  const [timerTimes, ...texts] = await Promise.all([
    readTimerTimes(host, facts, joinable),
    ...paths.map((path) => host.readFile(path, { maxBytes: ENVIRONMENT_FILE_BYTES })),
  ]);
  const environmentFiles = new Map<LosslessString, string>(
    texts.flatMap((answer, index) =>
      answer.ok ? [[paths[index] as string, decodeLossless(answer.value.bytes)] as const] : [],
    ),
  );
  const lingers = own.filter(({ mechanism }) => mechanism.id === "systemd_linger");
  const lingering = new Set(lingers.map(({ place }) => place.file.name));
  const outside = outsideActivations(own);
  const joined = joinUnits(files, { homes, outside, lingering, environmentFiles, timerTimes });
  return joined.flatMap(({ file, entry, mechanism: id }) => {
    const place = byFile.get(file) as Place;
    const mechanism = id === null ? place.mechanisms.find(isJoined) : mechanisms.find((one) => one.id === id);
    return mechanism === undefined ? [] : [{ mechanism, place, entry }];
  });
}

/** Units of the system that D-Bus names and udev rules start. */
function outsideActivations(own: readonly PlacedEntry[]): OutsideActivation[] {
  return own.flatMap(({ mechanism, entry, place }) => {
    if (entry.activates === undefined || (mechanism.id !== "dbus_system" && mechanism.id !== "udev")) return [];
    return [{ unit: entry.activates, by: entry.name ?? place.file.path, trigger: mechanism.trigger }];
  });
}
