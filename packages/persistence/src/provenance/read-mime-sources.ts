import type { HostReader } from "@livetriage/triage-core";
import { decodeLossless, type LosslessString } from "@livetriage/triage-core/text";
import { mimeLinesOfDesktopEntry, mimeLinesOfPackage } from "../parse/update-mime.ts";
import type { Place } from "../place.ts";

const SOURCES: readonly (readonly [directory: LosslessString, linesOf: (text: string) => string[]])[] = [
  ["/usr/lib/mime/packages", mimeLinesOfPackage],
  ["/usr/share/applications", mimeLinesOfDesktopEntry],
];
const MAX_SOURCES = 2048;
const MAX_BYTES = 65_536;

/** The lines that update-mime makes of each of its sources. */
export type MimeSources = ReadonlyMap<LosslessString, readonly string[]>;

/** What Debian's update-mime makes /etc/mailcap of; nothing where there is no such file. */
export async function readMimeSources(host: HostReader, places: readonly Place[]): Promise<MimeSources> {
  if (!places.some(({ file }) => file.path === "/etc/mailcap")) return new Map();
  const found = await Promise.all(SOURCES.map(([directory, linesOf]) => readSources(host, directory, linesOf)));
  return new Map(found.flat());
}

async function readSources(
  host: HostReader,
  directory: LosslessString,
  linesOf: (text: string) => string[],
): Promise<(readonly [LosslessString, readonly string[]])[]> {
  const listing = await host.list(directory, { maxEntries: MAX_SOURCES });
  const paths = listing.ok ? listing.value.entries.map(({ name }) => `${directory}/${name}`) : [];
  const answers = await Promise.all(paths.map((path) => host.readFile(path, { maxBytes: MAX_BYTES })));
  return answers.flatMap((answer, i) =>
    answer.ok ? [[paths[i] as string, linesOf(decodeLossless(answer.value.bytes))] as const] : [],
  );
}
