import { type PhaseContext, type TriageError, type Truncation, toTriageError } from "@livetriage/triage-core";
import type { LosslessString } from "@livetriage/triage-core/text";
import type { Candidate, PlacedEntry } from "./candidate.ts";
import { capEntries } from "./cap-entries.ts";
import type { PersistenceCaps } from "./caps.ts";
import { scheduleStarted } from "./entries/cron-starts.ts";
import type { Entry } from "./entries/entry.ts";
import { switchOffUnlinked } from "./entries/init-links.ts";
import { shadowLayers } from "./entries/layers.ts";
import { compareModules } from "./entries/modules.ts";
import { hideShadowed } from "./entries/shadow.ts";
import { dropSkeletonLines } from "./entries/skeleton.ts";
import { resolveSudoAliases } from "./entries/sudo-rules.ts";
import type { Mechanism } from "./mechanisms/mechanism.ts";
import { payloadOfArgv, payloadOfShell } from "./parse/payload.ts";
import type { Place } from "./place.ts";
import { isForeign } from "./provenance/origin.ts";
import { type Origins, readOrigins } from "./provenance/read-origins.ts";
import { readAnacronDates } from "./read-anacron-dates.ts";
import { readDistribution } from "./read-distribution.ts";
import { readHomes } from "./read-homes.ts";
import { readMappedLibraries } from "./read-mapped-libraries.ts";
import { readPackageScripts } from "./read-package-scripts.ts";
import { readPlaces } from "./read-places.ts";
import { switchOffRunit } from "./read-runit.ts";
import { createTargetFinder, type TargetFinder } from "./read-targets.ts";
import { readUnits } from "./read-units.ts";

type Context = Pick<PhaseContext<PersistenceCaps>, "host" | "tables" | "facts" | "caps">;

/** All entries of a host with their targets, and what could not be seen. */
export interface FoundCandidates {
  readonly candidates: readonly Candidate[];
  readonly errors: readonly TriageError[];
  readonly truncations: readonly Truncation[];
  /** Package databases that could be read. */
  readonly databases: readonly string[];
}

type TargetedEntry = PlacedEntry & Pick<Candidate, "target">;

/** Look at the places of all mechanisms and resolve what their entries start. */
export async function readCandidates(context: Context, mechanisms: readonly Mechanism[]): Promise<FoundCandidates> {
  const { host, tables, facts, caps } = context;
  const surroundings = readSurroundings(context);
  void tables.owners([], [], 0); // package databases are read while places are looked for
  const [homes, distribution, first] = await surroundings;
  const read = await readPlaces(context, { mechanisms, homes: homes.homes, distribution, caps, first });
  const { places, own } = read;
  const scripts = await readPackageScripts(tables, places);
  const capped = capEntries([...own, ...scripts]);
  const units = await readUnits(host, facts, { homes: homes.homes, places, mechanisms, own: capped.kept });
  const layered = shadowLayers([...capped.kept, ...units], places);
  const inForce = dropSkeletonLines(compareModules(switchOffUnlinked(hideShadowed(layered))));
  const [dates, started] = await Promise.all([readAnacronDates(host, inForce), switchOffRunit(host, inForce)]);
  const entries = scheduleStarted(resolveSudoAliases(started, places), dates);
  const finder = createTargetFinder(host, places, caps.targets);
  const homeOf = new Map(facts.accounts.map(({ name, home }) => [name, home]));
  const targeted = await Promise.all(entries.map((placed) => withTarget(finder, homeOf, placed)));
  const origins = await originsOf(context, places, targeted);
  return {
    candidates: targeted.map((one) => withOrigins(one, origins)).filter(isWanted),
    databases: origins.table.databases,
    errors: [
      ...homes.errors,
      ...read.errors,
      ...origins.unsupported.map((path) => unread(path, "a package database of a kind that is not read")),
      ...origins.unreadLogs.map((path) => unread(path, "changes of the package database that are not read")),
      ...origins.table.errors.map((error) => toTriageError(error, { scope: "field", source: "sha256" })),
    ],
    truncations: [
      ...read.truncations,
      ...capped.truncations,
      ...countTruncation("homes", caps.homes, homes.dropped, "directories", "those of passwd first"),
      ...countTruncation("hash_bytes", caps.hash_bytes, origins.table.unread.length, "files", "the smallest"),
      ...countTruncation("targets", caps.targets, finder.dropped(), "files", "the first met"),
    ],
  };
}

/** What decides which places there are; little to read, and asked for first. */
function readSurroundings({ host, facts, caps }: Context) {
  return Promise.all([readHomes(host, facts, caps.homes), readDistribution(host), readMappedLibraries(host, facts)]);
}

/** Where the files of all entries, what they start, and everything in homes come from. */
function originsOf(
  { host, tables, facts, caps }: Context,
  places: readonly Place[],
  targeted: readonly TargetedEntry[],
) {
  const inHomes = places.filter(({ file }) => file.home !== null);
  return readOrigins(host, tables, facts, {
    places: [...new Set([...targeted.map(({ place }) => place), ...inHomes])],
    targets: targeted.flatMap(({ target }) => (target === null ? [] : [target])),
    maxBytes: caps.hash_bytes,
  });
}

function withOrigins(one: TargetedEntry, origins: Origins): Candidate {
  const { place, target } = one;
  return {
    ...one,
    origin: one.entry.origin ?? origins.ofPlace(place),
    sha256: place.file.real === null ? null : origins.sha256(place.file.real),
    targetOrigin: target === null ? null : origins.ofTarget(target),
    targetSha256: target === null ? null : origins.sha256(target.path),
    targetHead: target?.stat?.type === "file" ? origins.head(target.path) : null,
  };
}

function isWanted({ mechanism, origin }: Candidate): boolean {
  return mechanism.foreignOnly !== true || isForeign(origin) || origin.provenance === "config_modified";
}

/** `~` is the home that the file is in, else that of whom the entry runs as. */
async function withTarget(
  finder: TargetFinder,
  homeOf: ReadonlyMap<LosslessString, LosslessString>,
  placed: PlacedEntry,
): Promise<TargetedEntry> {
  const { entry, place } = placed;
  const home = place.file.home?.path ?? homeOf.get(entry.runsAs ?? "") ?? null;
  const program = payloadOf(entry)?.program;
  const target = program === undefined ? null : await finder.find(program, home);
  const off = entry.requires !== undefined && (await finder.find(entry.requires, home))?.exists !== true;
  return { ...placed, target, entry: off ? switchedOff(entry) : entry };
}

function unread(path: LosslessString, message: string): TriageError {
  return { kind: "unsupported", scope: "source", source: path, message };
}

function payloadOf(entry: Entry) {
  if (entry.payload !== undefined) return entry.payload;
  if (entry.argv !== undefined) return payloadOfArgv(entry.argv);
  return entry.command === null ? null : payloadOfShell(entry.command);
}

function switchedOff(entry: Entry): Entry {
  return {
    ...entry,
    state: entry.state === "hidden" ? "hidden" : "disabled",
    context: [...(entry.context ?? []), "try_exec_missing"],
  };
}

function countTruncation(cap: string, limit: number, dropped: number, unit: string, kept: string): Truncation[] {
  if (dropped === 0) return [];
  return [{ cap, limit, unit, source: "items", dropped, dropped_is: "exact", kept, groups: [] }];
}
