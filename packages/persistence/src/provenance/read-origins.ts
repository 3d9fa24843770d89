import type { HostFacts, HostReader, KnownFile, OwnerTable, Tables } from "@livetriage/triage-core";
import { decodeLossless, type LosslessString } from "@livetriage/triage-core/text";
import type { EntryFile } from "../entries/entry.ts";
import type { Place } from "../place.ts";
import type { FoundTarget } from "../read-targets.ts";
import { findReplaced } from "./find-replaced.ts";
import { generatedFile, generatedLink, generatedMask, type RuleContext, templatesOf } from "./generated-rules.ts";
import { isForeign, type Origin, originOfPath, unowned } from "./origin.ts";
import { type MimeSources, readMimeSources } from "./read-mime-sources.ts";

/** Answers where files come from, from tables that were read before. */
export interface Origins {
  ofPlace(place: Place): Origin;
  ofTarget(target: FoundTarget): Origin | null;
  sha256(path: LosslessString): string | null;
  /** The first bytes of a target that is a regular file. */
  head(path: LosslessString): Uint8Array | null;
  readonly table: OwnerTable;
  /** Package databases of kinds that nobody here reads. */
  readonly unsupported: readonly LosslessString[];
  /** Write-ahead logs with changes that the databases do not have yet. */
  readonly unreadLogs: readonly LosslessString[];
}

/** Databases of rpm in Berkeley DB and ndb, and of Portage. */
const UNSUPPORTED: readonly LosslessString[] = [
  "/var/lib/rpm/Packages",
  "/var/lib/rpm/Packages.db",
  "/usr/lib/sysimage/rpm/Packages",
  "/usr/lib/sysimage/rpm/Packages.db",
  "/var/db/pkg",
  "/var/db/xbps",
];

/** Write-ahead logs of rpm's databases: what they hold is not in the database yet. */
const UNREAD_LOGS: readonly LosslessString[] = [
  "/var/lib/rpm/rpmdb.sqlite-wal",
  "/usr/lib/sysimage/rpm/rpmdb.sqlite-wal",
  "/usr/share/rpm/rpmdb.sqlite-wal",
];

const MAX_PAM_CONFIG_BYTES = 65_536;
const HEAD_BYTES = 256;

/** How much more is read of what may have been replaced. */
const REPLACED_FACTOR = 4;

/** Read who owns the files of all entries and their targets, and compare their content. */
export async function readOrigins(
  host: HostReader,
  tables: Tables,
  facts: HostFacts,
  found: { readonly places: readonly Place[]; readonly targets: readonly FoundTarget[]; readonly maxBytes: number },
): Promise<Origins> {
  const files = found.places.map(({ file }) => file);
  const mimeSources = await readMimeSources(host, found.places);
  const templates = files.flatMap(templatesOf);
  const targets = found.targets.flatMap(({ path, stat }) => (stat?.type === "file" ? [{ path, stat }] : []));
  await compareReplaced(tables, targets, found.maxBytes);
  const [table, pamConfigs, ...strange] = await Promise.all([
    tables.owners(
      files.map(({ path }) => path),
      [...templates, ...targets, ...mimeSources.keys(), ...found.places.flatMap(toVerify)],
      found.maxBytes,
    ),
    readPamConfigs(host),
    ...[...UNSUPPORTED, ...UNREAD_LOGS].map((path) => host.lstat(path)),
  ]);
  const heads = await readHeads(host, targets, table);
  const stats = strange.map((answer) => (answer.ok ? answer.value : null));
  const context = ruleContext(table, facts, { pamConfigs, mimeSources });
  const originOfPlace = ({ file }: Place) => originOfFile(file, context, table, facts);
  const byPath = new Map(found.places.map((place) => [place.file.real, originOfPlace(place)]));
  return {
    table,
    unsupported: UNSUPPORTED.filter((_path, i) => stats[i] != null),
    unreadLogs: UNREAD_LOGS.filter((_path, i) => (stats[UNSUPPORTED.length + i]?.size ?? 0n) > 0n),
    ofPlace: ({ file }) => originOfFile(file, context, table, facts),
    ofTarget: ({ path, exists }) =>
      exists === true ? (originOfPath(path, table, facts) ?? byPath.get(path) ?? unowned("local")) : null,
    sha256: (path) => table.sha256.get(path) ?? null,
    head: (path) => heads.get(path) ?? null,
  };
}

/** Compare what may have been replaced before all else, whatever its size. */
async function compareReplaced(tables: Tables, targets: readonly KnownFile[], maxBytes: number): Promise<void> {
  const paths = targets.map(({ path }) => path);
  const replaced = findReplaced(targets, await tables.owners(paths, [], 0));
  if (replaced.length > 0) await tables.owners([], replaced, maxBytes * REPLACED_FACTOR);
}

function ruleContext(
  table: OwnerTable,
  facts: HostFacts,
  { pamConfigs, mimeSources }: { readonly pamConfigs: string; readonly mimeSources: MimeSources },
): RuleContext {
  const isPackaged = (path: LosslessString) => isStock(path, table, facts) || isStock(`/usr${path}`, table, facts);
  return {
    pamConfigs,
    mimeLines: new Set([...mimeSources].flatMap(([path, lines]) => (isPackaged(path) ? lines : []))),
    isPackaged,
    isCopyOf: ({ real }, template) =>
      real !== null && isStock(template, table, facts) && sameContent(table, real, template),
  };
}

/** What was read is not read again. */
function toVerify({ file, real, content }: Place): (LosslessString | KnownFile)[] {
  if (file.real === null || real?.type !== "file") return [];
  return content === undefined ? [file.real] : [{ path: file.real, stat: real, content }];
}

/** The first bytes of targets: those of digests, and of files that were not read for one. */
async function readHeads(
  host: HostReader,
  targets: readonly KnownFile[],
  { heads }: OwnerTable,
): Promise<ReadonlyMap<LosslessString, Uint8Array>> {
  const paths = [...new Set(targets.map(({ path }) => path))].filter((path) => !heads.has(path));
  const answers = await Promise.all(paths.map((path) => host.readFile(path, { maxBytes: HEAD_BYTES })));
  const read = answers.flatMap((answer, i) => (answer.ok ? [[paths[i] as string, answer.value.bytes] as const] : []));
  return new Map([...heads, ...read]);
}

/** A link has the origin of its end, unless its end is a package's own and the link itself is not. */
function originOfFile(file: EntryFile, context: RuleContext, table: OwnerTable, facts: HostFacts): Origin {
  const end = file.real === null || file.real === "/dev/null" ? null : originOfPath(file.real, table, facts);
  if (file.link === null) return end ?? generatedFile(file, context) ?? unowned("local");
  const own = originOfPath(file.path, table, facts) ?? generatedMask(file, context);
  if (file.real !== null && file.real !== "/dev/null") {
    const origin = end ?? generatedFile(file, context) ?? unowned("local");
    if (isForeign(origin)) return origin;
    return own ?? generatedLink(file) ?? origin;
  }
  return own ?? unowned("local");
}

function isStock(path: LosslessString, table: OwnerTable, facts: HostFacts): boolean {
  const origin = originOfPath(path, table, facts);
  return origin !== null && /^(packaged|config|image)$/.test(origin.provenance);
}

function sameContent(table: OwnerTable, a: LosslessString, b: LosslessString): boolean {
  const digest = table.sha256.get(a);
  return digest !== undefined && digest === table.sha256.get(b);
}

/** The profiles from which pam-auth-update makes common-auth and its like. */
async function readPamConfigs(host: HostReader): Promise<string> {
  const listing = await host.list("/usr/share/pam-configs", { maxEntries: 256 });
  if (!listing.ok) return "";
  const paths = listing.value.entries.map(({ name }) => `/usr/share/pam-configs/${name}`);
  const texts = await Promise.all(paths.map((path) => host.readFile(path, { maxBytes: MAX_PAM_CONFIG_BYTES })));
  return texts.map((answer) => (answer.ok ? decodeLossless(answer.value.bytes) : "")).join("\n");
}
