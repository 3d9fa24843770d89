import { type DirEntry, type HostFacts, type HostReader, parseUtmp } from "@livetriage/triage-core";
import type { LosslessString } from "@livetriage/triage-core/text";

/** Directories in which names are users' and owners are they. */
const NAMED_AFTER_USERS: readonly (readonly [directory: LosslessString, type: DirEntry["type"]])[] = [
  ["/home", "directory"],
  ["/var/spool/cron/crontabs", "file"],
  ["/var/spool/cron", "file"],
  ["/var/spool/cron/tabs", "file"],
];
const MAX_NAMES = 4096;
const UTMP_BYTES = 1_048_576;

/** Names of uids that are not in passwd: those of their homes, their crontabs, their logins. */
export async function readInferredNames(
  host: HostReader,
  facts: HostFacts,
): Promise<ReadonlyMap<number, LosslessString>> {
  const found = await Promise.all([
    ...NAMED_AFTER_USERS.map((place) => namesIn(host, place)),
    namesOfLogins(host, facts),
  ]);
  const names = new Map<number, LosslessString>();
  for (const [uid, name] of found.flat()) if (facts.userName(uid) === null && !names.has(uid)) names.set(uid, name);
  return names;
}

type NamedUid = readonly [uid: number, name: LosslessString];

async function namesIn(host: HostReader, [directory, type]: (typeof NAMED_AFTER_USERS)[number]): Promise<NamedUid[]> {
  const listing = await host.list(directory, { maxEntries: MAX_NAMES, stat: true });
  if (!listing.ok) return [];
  return listing.value.entries.flatMap(({ name, stat }) => (stat?.type === type ? [[stat.uid, name] as const] : []));
}

/** A terminal belongs to the one who logged in on it. */
async function namesOfLogins(host: HostReader, { live, little_endian }: HostFacts): Promise<NamedUid[]> {
  const utmp = live ? await host.readFile("/run/utmp", { maxBytes: UTMP_BYTES }) : null;
  if (utmp?.ok !== true) return [];
  const { sessions } = parseUtmp(utmp.value.bytes, little_endian);
  const terminals = await Promise.all(sessions.map(({ line }) => host.lstat(`/dev/${line}`)));
  return sessions.flatMap(({ user }, i) => {
    const terminal = terminals[i];
    return terminal?.ok === true && terminal.value.type === "char" ? [[terminal.value.uid, user] as const] : [];
  });
}
