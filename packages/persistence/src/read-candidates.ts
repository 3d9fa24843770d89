import { type PhaseContext, type TriageError, type Truncation, toTriageError } from "@livetriage/triage-core";
import { decodeLossless, type LosslessString } from "@livetriage/triage-core/text";
import type { Candidate, PlacedEntry } from "./candidate.ts";
import type { PersistenceCaps } from "./caps.ts";
import type { Entry, Home } from "./entries/entry.ts";
import { compareModules } from "./entries/modules.ts";
import { comparePackageFiles } from "./entries/package-database.ts";
import { hideShadowed } from "./entries/shadow.ts";
import { dropSkeletonLines } from "./entries/skeleton.ts";
import type { Mechanism } from "./mechanisms/mechanism.ts";
import { payloadOfArgv, payloadOfShell } from "./parse/payload.ts";
import { isMissing, type Place } from "./place.ts";
import { readOrigins } from "./provenance/read-origins.ts";
import { readDistribution } from "./read-distribution.ts";
import { readHomes } from "./read-homes.ts";
import { readPlaces } from "./read-places.ts";
import { createTargetFinder, type TargetFinder } from "./read-targets.ts";
import type { OutsideActivation } from "./systemd/activation.ts";
import { environmentFilePaths, joinUnits } from "./systemd/join.ts";

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

const ENVIRONMENT_FILE_BYTES = 65_536;

/** Look at the places of all mechanisms and resolve what their entries start. */
export async function readCandidates(context: Context, mechanisms: readonly Mechanism[]): Promise<FoundCandidates> {
  const { host, facts, caps } = context;
  const [homes, distribution] = await Promise.all([readHomes(host, facts, caps.homes), readDistribution(host)]);
  const read = await readPlaces(host, facts, { mechanisms, homes: homes.homes, distribution, caps });
  const own = comparePackageFiles(read.places.flatMap(ownEntries), facts.live);
  const units = await joinedEntries(context, { homes: homes.homes, places: read.places, mechanisms, own });
  const entries = dropSkeletonLines(compareModules(hideShadowed([...own, ...units])));
  const finder = createTargetFinder(host, caps.targets);
  const targeted = await Promise.all(entries.map((placed) => withTarget(finder, placed)));
  const inHomes = read.places.filter(({ file }) => file.home !== null);
  const places = [...new Set([...targeted.map(({ place }) => place), ...inHomes])];
  const targets = targeted.flatMap(({ target }) => (target === null ? [] : [target]));
  const origins = await readOrigins(host, context.tables, facts, { places, targets, maxBytes: caps.hash_bytes });
  const candidates = targeted.map((one) => ({
    ...one,
    origin: origins.ofPlace(one.place),
    sha256: one.place.file.real === null ? null : origins.sha256(one.place.file.real),
    targetOrigin: one.target === null ? null : origins.ofTarget(one.target),
    targetSha256: one.target === null ? null : origins.sha256(one.target.path),
  }));
  return {
    candidates,
    databases: origins.table.databases,
    errors: [
      ...homes.errors,
      ...read.errors,
      ...origins.unsupported.map(unsupportedDatabase),
      ...origins.table.errors.map((error) => toTriageError(error, { scope: "field", source: "sha256" })),
    ],
    truncations: [
      ...read.truncations,
      ...countTruncation("homes", caps.homes, homes.dropped, "directories", "those of passwd first"),
      ...countTruncation("hash_bytes", caps.hash_bytes, origins.table.unread.length, "files", "the smallest"),
      ...countTruncation("targets", caps.targets, finder.dropped(), "files", "the first met"),
    ],
  };
}

async function withTarget(finder: TargetFinder, placed: PlacedEntry): Promise<TargetedEntry> {
  const { entry, place } = placed;
  const home = place.file.home?.path ?? null;
  const program = payloadOf(entry)?.program;
  const target = program === undefined ? null : await finder.find(program, home);
  const off = entry.requires !== undefined && (await finder.find(entry.requires, home))?.exists !== true;
  return { ...placed, target, entry: off ? switchedOff(entry) : entry };
}

/** Entries that a file has by itself; a file that could not be read is its own entry. */
function ownEntries(place: Place): PlacedEntry[] {
  return place.mechanisms.flatMap((mechanism) => {
    if (mechanism.joined === true && isJoinable(place)) return [];
    const readable = place.trouble === null || mechanism.unread === true;
    const parsed = readable ? mechanism.parse(place.file) : [];
    const entries: readonly Entry[] =
      readable && !(place.cut && parsed.length === 0) ? parsed : [{ command: null, payload: null }];
    return entries.map((entry) => ({ mechanism, place, entry }));
  });
}

/** Entries of systemd's units, made from all of them together. */
async function joinedEntries(
  { host }: Context,
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
  const texts = await Promise.all(paths.map((path) => host.readFile(path, { maxBytes: ENVIRONMENT_FILE_BYTES })));
  const environmentFiles = new Map<LosslessString, string>(
    texts.flatMap((answer, index) =>
      answer.ok ? [[paths[index] as string, decodeLossless(answer.value.bytes)] as const] : [],
    ),
  );
  return joinUnits(files, { homes, outside: outsideActivations(own), environmentFiles }).flatMap(
    ({ file, entry, mechanism: id }) => {
      const place = byFile.get(file) as Place;
      const mechanism = id === null ? place.mechanisms.find(isJoined) : mechanisms.find((one) => one.id === id);
      return mechanism === undefined ? [] : [{ mechanism, place, entry }];
    },
  );
}

/** Units of the system that D-Bus names and udev rules start. */
function outsideActivations(own: readonly PlacedEntry[]): OutsideActivation[] {
  return own.flatMap(({ mechanism, entry, place }) => {
    if (entry.activates === undefined || (mechanism.id !== "dbus_system" && mechanism.id !== "udev")) return [];
    return [{ unit: entry.activates, by: entry.name ?? place.file.path, trigger: mechanism.trigger }];
  });
}

/** A unit that could be read, or a link whose end is not there: its name alone counts. */
function isJoinable({ trouble }: Place): boolean {
  return trouble === null || isMissing(trouble);
}

function unsupportedDatabase(path: LosslessString): TriageError {
  return {
    kind: "unsupported",
    scope: "source",
    source: path,
    message: "a package database of a kind that is not read",
  };
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
