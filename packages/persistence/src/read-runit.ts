import type { HostReader } from "@livetriage/triage-core";
import type { LosslessString } from "@livetriage/triage-core/text";
import type { PlacedEntry } from "./candidate.ts";
import { directoryOf } from "./directory-of.ts";

/** Directories whose services runsvdir starts. On Void the first leads below /run, to what was booted. */
const STARTED = ["/var/service", "/etc/service", "/service", "/etc/runit/runsvdir/current"];

/** What Void boots unless the kernel's command line says otherwise, where nothing is booted. */
const DEFAULT = "/etc/runit/runsvdir/default";

const SERVICE = /^(?<service>.+?)(?:\/log)?\/(?:run|finish|check)$/;
const MAX_SERVICES = 4096;

/**
 * Services of runit that no directory of runsvdir has are off, and those with a file `down`. Where there is no such directory,
 * who starts them is not known.
 *
 * Source: runsvdir(8), runsv(8).
 */
export async function switchOffRunit(host: HostReader, entries: readonly PlacedEntry[]): Promise<PlacedEntry[]> {
  const services = entries.filter((one) => one.mechanism.id === "runit" && serviceOf(one) !== null);
  if (services.length === 0) return [...entries];
  const directories = [...new Set(services.map(({ place }) => directoryOf(place.file.path)))];
  const [started, realOf, ...downs] = await Promise.all([
    startedServices(host),
    realPaths(
      host,
      services.flatMap((one) => serviceOf(one) ?? []),
    ),
    ...directories.map((directory) => host.lstat(`${directory}/down`)),
  ]);
  const down = new Set(directories.filter((_directory, i) => downs[i]?.ok === true));
  const isStarted = (one: PlacedEntry) => started === null || started.has(realOf.get(serviceOf(one) ?? "") ?? "");
  const off = new Set(
    services.filter((one) => down.has(directoryOf(one.place.file.path)) || (isOfSystem(one) && !isStarted(one))),
  );
  return entries.map((one) =>
    off.has(one) && one.entry.state === "enabled" ? { ...one, entry: { ...one.entry, state: "disabled" } } : one,
  );
}

/** Where the links of runsvdir's directories lead; null where there are none. */
async function startedServices(host: HostReader): Promise<ReadonlySet<LosslessString> | null> {
  const found = await Promise.all(STARTED.map((directory) => namesIn(host, directory)));
  const live = found.filter((paths) => paths !== null);
  const paths = live.length > 0 ? live.flat() : await namesIn(host, DEFAULT);
  return paths === null ? null : new Set((await realPaths(host, paths)).values());
}

async function namesIn(host: HostReader, directory: LosslessString): Promise<LosslessString[] | null> {
  const listing = await host.list(directory, { maxEntries: MAX_SERVICES });
  return listing.ok ? listing.value.entries.map(({ name }) => `${directory}/${name}`) : null;
}

async function realPaths(
  host: HostReader,
  paths: readonly LosslessString[],
): Promise<ReadonlyMap<LosslessString, LosslessString>> {
  const unique = [...new Set(paths)];
  const answers = await Promise.all(unique.map((path) => host.resolve(path)));
  return new Map(
    answers.flatMap((answer, i) => (answer.ok ? [[unique[i] as string, answer.value.path] as const] : [])),
  );
}

/** The directory of the service that a file is of; null for runit's own stages. */
function serviceOf({ place: { file } }: PlacedEntry): LosslessString | null {
  return SERVICE.exec(file.path)?.groups?.["service"] ?? null;
}

function isOfSystem({ place: { file } }: PlacedEntry): boolean {
  return file.home === null;
}
