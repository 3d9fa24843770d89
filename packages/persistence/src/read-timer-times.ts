import type { HostFacts, HostReader } from "@livetriage/triage-core";
import type { LosslessString } from "@livetriage/triage-core/text";
import type { Place } from "./place.ts";
import { STAMPS, STAMPS_OF_HOME, type TimerTimes } from "./systemd/timer-when.ts";
import { TRANSIENT } from "./systemd/unit-path.ts";

/** Where the system's manager makes a link for each unit whose processes it starts. Source: systemd, src/core/unit.c, unit_export_state_files(). */
const RUNNING = "/run/systemd/units";
const INVOCATION = /^invocation:(.+)$/;

const USER_MANAGER = /^user@(\d+)\.service$/;
const MAX_NAMES = 8192;

/** What files tell of when timers elapsed last, and of when began what they count from. */
export async function readTimerTimes(
  host: HostReader,
  facts: Pick<HostFacts, "live" | "boot_time_ns" | "userName">,
  places: readonly Place[],
): Promise<TimerTimes> {
  const timers = places.filter(({ file }) => file.name.endsWith(".timer"));
  const [running, ...stamps] = await Promise.all([
    facts.live ? timesIn(host, RUNNING) : [],
    ...stampDirectories(timers).map((directory) => timesIn(host, directory)),
  ]);
  const started = running.flatMap(({ name, time }) => {
    const unit = INVOCATION.exec(name)?.[1];
    return unit === undefined ? [] : [[unit, time] as const];
  });
  const managers = started.flatMap(([unit, time]) => {
    const uid = USER_MANAGER.exec(unit)?.[1];
    return uid === undefined ? [] : [[facts.userName(Number(uid)), time] as const];
  });
  const transient = timers.flatMap(({ file, real }) =>
    TRANSIENT.test(file.path) && real !== null ? [[file.path, real.mtime_ns] as const] : [],
  );
  return {
    boot: facts.live ? facts.boot_time_ns : null,
    stamps: new Map(stamps.flat().map(({ path, time }) => [path, time])),
    started: new Map(started),
    userManagers: new Map(managers),
    made: new Map(transient),
  };
}

/** Where stamps are, where a timer may have one. */
function stampDirectories(timers: readonly Place[]): LosslessString[] {
  const persistent = timers.filter(({ file }) => /^[ \t]*Persistent\s*=/m.test(file.text));
  return [
    ...new Set(persistent.map(({ file }) => (file.home === null ? STAMPS : `${file.home.path}/${STAMPS_OF_HOME}`))),
  ];
}

interface Named {
  readonly name: LosslessString;
  readonly path: LosslessString;
  readonly time: bigint;
}

/** The last change of each name in a directory; none where it cannot be listed. */
async function timesIn(host: HostReader, directory: LosslessString): Promise<Named[]> {
  const listing = await host.list(directory, { maxEntries: MAX_NAMES, stat: true });
  if (!listing.ok) return [];
  return listing.value.entries.flatMap(({ name, stat }) =>
    stat == null ? [] : [{ name, path: `${directory}/${name}`, time: stat.mtime_ns }],
  );
}
