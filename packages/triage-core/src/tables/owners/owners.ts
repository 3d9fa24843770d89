import type { HostError, HostReader } from "../../contract/host-reader.ts";
import type { FileOwner, KnownFile, OwnerTable, Tables } from "../../contract/tables.ts";
import type { LosslessString } from "../../text/lossless.ts";
import { readApk } from "./apk.ts";
import { readDpkg } from "./dpkg.ts";
import { hashContent } from "./hash-content.ts";
import { memoised } from "./memoised.ts";
import type { PackageDatabase, ReadDatabase } from "./package-database.ts";
import { packageDirectories } from "./package-directories.ts";
import { readPacman } from "./pacman.ts";
import { readRpm } from "./rpm.ts";

const DATABASES: readonly ReadDatabase[] = [readDpkg, readRpm, readApk, readPacman];

/** Most names of one directory of a database. */
const MAX_LISTED = 262_144;

/** What one comparison found. */
interface Compared {
  readonly digest: FileOwner["digest"];
  readonly sha256: string | null;
  readonly head: Uint8Array | null;
  readonly error: HostError | null;
}

/**
 * Owners of files by the host's package databases, read when first asked for. Where reading leaves a trace on the files
 * (their time of access), those of packages are not compared.
 */
export function createOwners(
  host: HostReader,
  { leavesTrace = false }: { readonly leavesTrace?: boolean } = {},
): Pick<Tables, "owners" | "packageScripts" | "packageListing" | "packageDirectories"> {
  const packageListing = memoised((path: LosslessString) => host.list(path, { maxEntries: MAX_LISTED, stat: true }));
  let reading: Promise<readonly PackageDatabase[]> | undefined;
  let directories: ReturnType<Tables["packageDirectories"]> | undefined;
  const read = () => (reading ??= readDatabases(host, packageListing));
  const compared = new Set<LosslessString>();
  const compareOnce = memoised((path: LosslessString, file: KnownFile, database: PackageDatabase | null) => {
    compared.add(path);
    return compare(host, file, database);
  });
  const owners: Tables["owners"] = async (paths, verify, maxBytes) => {
    const databases = await read();
    const databaseOf = (path: LosslessString) => databases.find((database) => database.owner(path) !== null) ?? null;
    const isSpared = (one: LosslessString | KnownFile) => leavesTrace && databaseOf(pathOf(one)) !== null;
    const looked = await lookAt(
      host,
      verify.filter((one) => !isSpared(one)),
    );
    const chosen = smallestFirst(looked, compared, maxBytes);
    const results = await Promise.all(chosen.read.map((file) => compareOnce(file.path, file, databaseOf(file.path))));
    const found = new Map(chosen.read.map(({ path }, i) => [path, results[i] as Compared]));
    const owners = new Map<LosslessString, FileOwner>();
    for (const path of new Set([...paths, ...verify.map(pathOf)])) {
      const owner = ownerIn(databases, path);
      if (owner !== null) owners.set(path, { ...owner, digest: found.get(path)?.digest ?? "unknown" });
    }
    const table = toTable(databases, owners, found);
    return { ...table, errors: [...table.errors, ...verify.filter(isSpared).map(toSkip)], unread: chosen.unread };
  };
  return {
    owners,
    packageListing,
    packageScripts: async () => (await read()).flatMap(({ scripts }) => scripts ?? []),
    packageDirectories: () => (directories ??= read().then(packageDirectories)),
  };
}

/** The first database that knows a path counts. */
function ownerIn(databases: readonly PackageDatabase[], path: LosslessString): Omit<FileOwner, "digest"> | null {
  for (const database of databases) {
    const found = database.owner(path);
    if (found !== null) return { ...found, manager: database.manager };
  }
  return null;
}

function toSkip(one: LosslessString | KnownFile): HostError {
  return { op: "hash", path: pathOf(one), errno: "SKIPPED", why: "policy" };
}

/** The regular files among some; what is not there is left out. */
async function lookAt(host: HostReader, verify: readonly (LosslessString | KnownFile)[]): Promise<KnownFile[]> {
  const wanted = new Map(verify.map((one) => [pathOf(one), one]));
  const looked = await Promise.all([...wanted.values()].map((one) => look(host, one)));
  return looked.filter((file) => file?.stat.type === "file") as KnownFile[];
}

/** As many of the smallest files as fit; those that were compared before cost nothing. */
function smallestFirst(
  files: readonly KnownFile[],
  compared: ReadonlySet<LosslessString>,
  maxBytes: number,
): { readonly read: readonly KnownFile[]; readonly unread: readonly LosslessString[] } {
  let left = maxBytes;
  const sorted = files.toSorted((a, b) => Number(a.stat.size - b.stat.size));
  const beyond = new Set(sorted.filter(({ path, stat }) => !compared.has(path) && (left -= Number(stat.size)) < 0));
  return { read: files.filter((file) => !beyond.has(file)), unread: [...beyond].map(({ path }) => path) };
}

async function look(host: HostReader, one: LosslessString | KnownFile): Promise<KnownFile | null> {
  if (typeof one !== "string") return one;
  const stat = await host.lstat(one);
  return stat.ok ? { path: one, stat: stat.value } : null;
}

function pathOf(one: LosslessString | KnownFile): LosslessString {
  return typeof one === "string" ? one : one.path;
}

async function readDatabases(host: HostReader, list: Tables["packageListing"]): Promise<readonly PackageDatabase[]> {
  const read = await Promise.all(DATABASES.map((readDatabase) => readDatabase(host, list)));
  return read.filter((database) => database !== null);
}

async function compare(host: HostReader, file: KnownFile, database: PackageDatabase | null): Promise<Compared> {
  const [hash, recorded] = await Promise.all([
    hashContent(host, file, database?.algorithm(file.path) ?? null),
    database?.digest(file.path) ?? null,
  ]);
  if (!hash.ok) return { digest: "unknown", sha256: null, head: null, error: hash.error };
  const digest = recorded === null ? "unknown" : hash.hex === recorded ? "same" : "changed";
  return { digest, sha256: hash.sha256, head: hash.head, error: null };
}

function toTable(
  databases: readonly PackageDatabase[],
  owners: ReadonlyMap<LosslessString, FileOwner>,
  found: ReadonlyMap<LosslessString, Compared>,
): Omit<OwnerTable, "unread"> {
  return {
    databases: databases.map(({ manager }) => manager),
    owners,
    sha256: new Map([...found].flatMap(([path, { sha256 }]) => (sha256 === null ? [] : [[path, sha256] as const]))),
    heads: new Map([...found].flatMap(([path, { head }]) => (head === null ? [] : [[path, head] as const]))),
    errors: [...found.values()].flatMap(({ error }) => (error === null ? [] : [error])),
  };
}
