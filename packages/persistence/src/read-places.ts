import type { PhaseContext, TriageError, Truncation } from "@livetriage/triage-core";
import type { LosslessString } from "@livetriage/triage-core/text";
import type { PlacedEntry } from "./candidate.ts";
import type { PersistenceCaps } from "./caps.ts";
import { dropUnchanged } from "./drop-unchanged.ts";
import type { Home } from "./entries/entry.ts";
import type { Inclusion } from "./entries/inclusion.ts";
import { createGlobTree } from "./glob-tree.ts";
import type { Mechanism } from "./mechanisms/mechanism.ts";
import { ownEntries } from "./own-entries.ts";
import type { Place } from "./place.ts";
import { type GlobMatch, readGlobs } from "./read-globs.ts";
import { type FoundFile, followLinks, type Owner, type Reading, readPlace, toPlace } from "./read-place.ts";

export interface Places {
  readonly places: readonly Place[];
  /** What their files start by themselves, in the order of the places. */
  readonly own: readonly PlacedEntry[];
  readonly errors: readonly TriageError[];
  readonly truncations: readonly Truncation[];
}

/** A file that was read, and what it starts by itself: found while others are read. */
interface ParsedPlace {
  readonly place: Place;
  readonly own: readonly PlacedEntry[];
}

/** Globs to look up below one directory, which is what `~` stands for; `home` is whose files they lead to. */
interface Walk {
  readonly root: LosslessString;
  readonly home: Home | null;
  readonly owners: readonly Owner[];
}

type Context = Pick<PhaseContext, "host" | "tables" | "facts">;

interface Options {
  /** Places that are known from elsewhere than the mechanisms. */
  readonly first: readonly Inclusion[];
  readonly mechanisms: readonly Mechanism[];
  readonly homes: readonly Home[];
  readonly distribution: readonly string[];
  readonly caps: Pick<PersistenceCaps, "directory_entries" | "tree_entries" | "files" | "file_bytes" | "inclusions">;
}

/** How often a file that was included may include others. */
const INCLUSION_ROUNDS = 3;

/** Find and read every file at a place of the mechanisms, in the whole system and in each home, and what these include. */
export async function readPlaces(context: Context, options: Options): Promise<Places> {
  const { caps, distribution } = options;
  const errors: TriageError[] = [];
  const truncations: Truncation[] = [];
  const reading: Reading = { ...context, distribution, maxBytes: caps.file_bytes, errors, contents: new Map() };
  const parsed: ParsedPlace[] = [];
  const seen = new Set<string>();
  let walks = firstWalks(options);
  for (let round = 0; round <= INCLUSION_ROUNDS && walks.length > 0; round++) {
    const found = await readWalks(reading, truncations, walks, caps);
    const added = found.filter(({ place }) => isNew(seen, place));
    parsed.push(...added);
    const inclusions = added.flatMap(({ place }) => inclusionsOf(place, options));
    walks = inclusions.slice(0, caps.inclusions);
    const dropped = inclusions.length - walks.length;
    if (dropped > 0) truncations.push(inclusionTruncation(caps.inclusions, dropped));
  }
  const places = parsed.map(({ place }) => place);
  const cut = places.filter(({ cut }) => cut).length;
  if (cut > 0) truncations.push(fileTruncation(caps.file_bytes, cut));
  return { places, own: parsed.flatMap(({ own }) => own), errors, truncations };
}

/** Each mechanism takes a file once, however many inclusions lead to it. */
function isNew(seen: Set<string>, { file, mechanisms }: Place): boolean {
  const keys = mechanisms.map(({ id }) => `${id}\0${file.path}`);
  const known = keys.every((key) => seen.has(key));
  for (const key of keys) seen.add(key);
  return !known;
}

function firstWalks({ mechanisms, homes, first }: Options): Walk[] {
  const owners = mechanisms.flatMap((mechanism) =>
    [
      ...Object.values(mechanism.paths).flat(),
      ...first.filter((one) => one.mechanism === mechanism.id).map(({ glob }) => glob),
    ].map((glob): Owner => ({ glob, mechanism })),
  );
  const ofHomes = owners.filter(({ glob }) => glob.startsWith("~"));
  return [
    { root: "/", home: null, owners: owners.filter(({ glob }) => glob.startsWith("/")) },
    ...homes.map((home) => ({ root: home.path, home, owners: ofHomes })),
  ];
}

/** Walks to the places that a file's content names; `~` is its own home, or every one for a file of the system. */
function inclusionsOf({ file, mechanisms }: Place, options: Options): Walk[] {
  return mechanisms.flatMap(({ id, includes }) =>
    (includes?.(file) ?? []).flatMap(({ glob, mechanism: other }): Walk[] => {
      const mechanism = options.mechanisms.find((one) => one.id === (other ?? id));
      if (mechanism === undefined) return [];
      if (!glob.startsWith("~")) return [{ root: "/", home: file.home, owners: [{ glob, mechanism }] }];
      const homes = file.home === null ? options.homes : [file.home];
      return homes.map((home) => ({ root: home.path, home, owners: [{ glob, mechanism }] }));
    }),
  );
}

async function readWalks(
  reading: Reading,
  truncations: Truncation[],
  walks: readonly Walk[],
  limits: Options["caps"],
): Promise<ParsedPlace[]> {
  const trees = new Map([...new Set(walks.map(({ owners }) => owners))].map((owners) => [owners, treeOf(owners)]));
  const walked = walks.map(({ root, home, owners }) => ({
    home,
    matches: readGlobs(reading, trees.get(owners) ?? treeOf(owners), { root, limits }),
  }));
  const follows: Promise<FoundFile[]>[] = [];
  for (const { home, matches } of walked) {
    const found = await matches;
    reading.errors.push(...found.errors);
    truncations.push(...found.truncations);
    const all = found.matches.flatMap(wanted);
    const dropped = all.length - limits.files;
    const kept = dropped > 0 ? inTurns(all).slice(0, limits.files) : all;
    follows.push(followLinks(reading, kept, home));
    if (dropped > 0) truncations.push(filesTruncation(limits.files, dropped, home));
  }
  const found = (await Promise.all(follows)).flat();
  const changed = await dropUnchanged(reading.tables, found);
  return Promise.all(changed.map((one) => readAndParse(reading, one)));
}

async function readAndParse(reading: Reading, found: FoundFile): Promise<ParsedPlace> {
  const place = await readPlace(reading, toPlace(reading, found));
  return { place, own: ownEntries(place) };
}

function treeOf(owners: readonly Owner[]) {
  return createGlobTree(owners.map((owner) => [owner.glob.replace(/^~/, ""), owner] as const));
}

/** The match for those of its owners that want a file of this kind; of what kind it is must be known. */
function wanted(match: GlobMatch<Owner>): GlobMatch<Owner>[] {
  const { stat } = match;
  const owners = match.owners.filter(
    ({ mechanism: { wants } }) => wants === undefined || (stat !== null && wants(stat)),
  );
  return owners.length === 0 ? [] : [{ ...match, owners }];
}

/** The first file of every mechanism, then the second of each: a flood of one hides no other. */
function inTurns(matches: readonly GlobMatch<Owner>[]): GlobMatch<Owner>[] {
  const turns = new Map<Mechanism | undefined, number>();
  const turnOf = new Map<GlobMatch<Owner>, number>();
  for (const match of matches) {
    const mechanism = match.owners[0]?.mechanism;
    const turn = turns.get(mechanism) ?? 0;
    turns.set(mechanism, turn + 1);
    turnOf.set(match, turn);
  }
  return matches.toSorted((a, b) => (turnOf.get(a) ?? 0) - (turnOf.get(b) ?? 0));
}

function filesTruncation(limit: number, dropped: number, home: Home | null): Truncation {
  return {
    cap: "files",
    limit,
    unit: "files",
    source: home === null ? "/" : home.path.toWellFormed(),
    dropped,
    dropped_is: "exact",
    kept: "those of every mechanism in turn",
    groups: [],
  };
}

function fileTruncation(limit: number, files: number): Truncation {
  return {
    cap: "file_bytes",
    limit,
    unit: "files",
    source: "files at the places of mechanisms",
    dropped: files,
    dropped_is: "exact",
    kept: "the beginning and the last 64 KiB of each",
    groups: [],
  };
}

function inclusionTruncation(limit: number, dropped: number): Truncation {
  return {
    cap: "inclusions",
    limit,
    unit: "places",
    source: "places that files include",
    dropped,
    dropped_is: "exact",
    kept: "the first met",
    groups: [],
  };
}
