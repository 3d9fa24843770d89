import type { HostError, HostReader } from "../../contract/host-reader.ts";
import type { FileOwner, OwnerTable, Tables } from "../../contract/tables.ts";
import type { LosslessString } from "../../text/lossless.ts";
import { readApk } from "./apk.ts";
import { readDpkg } from "./dpkg.ts";
import { hashContent, type SizedFile } from "./hash-content.ts";
import { memoised } from "./memoised.ts";
import type { PackageDatabase, ReadDatabase } from "./package-database.ts";
import { packageDirectories } from "./package-directories.ts";
import { readPacman } from "./pacman.ts";
import { readRpm } from "./rpm.ts";

const DATABASES: readonly ReadDatabase[] = [readDpkg, readRpm, readApk, readPacman];

/** What one comparison found. */
interface Compared {
  readonly digest: FileOwner["digest"];
  readonly sha256: string | null;
  readonly error: HostError | null;
}

/** Owners of files by the host's package databases, read when first asked for. */
export function createOwners(host: HostReader): Pick<Tables, "owners" | "packageDirectories"> {
  let reading: Promise<readonly PackageDatabase[]> | undefined;
  let directories: ReturnType<Tables["packageDirectories"]> | undefined;
  const compareOnce = memoised((path: LosslessString, size: number, database: PackageDatabase | null) =>
    compare(host, { path, size }, database),
  );
  const owners: Tables["owners"] = async (paths, verify, maxBytes) => {
    const databases = await (reading ??= readDatabases(host));
    const databaseOf = (path: LosslessString) => databases.find((database) => database.owner(path) !== null) ?? null;
    const chosen = await smallestFirst(host, [...new Set(verify)], maxBytes);
    const results = await Promise.all(chosen.read.map(({ path, size }) => compareOnce(path, size, databaseOf(path))));
    const found = new Map(chosen.read.map(({ path }, i) => [path, results[i] as Compared]));
    const owners = new Map<LosslessString, FileOwner>();
    for (const path of new Set([...paths, ...verify])) {
      const database = databaseOf(path);
      const owner = database?.owner(path);
      if (database === null || owner == null) continue;
      owners.set(path, { ...owner, manager: database.manager, digest: found.get(path)?.digest ?? "unknown" });
    }
    return { ...toTable(databases, owners, found), unread: chosen.unread };
  };
  return {
    owners,
    packageDirectories: () => (directories ??= (reading ??= readDatabases(host)).then(packageDirectories)),
  };
}

/** The regular files among some paths, as many of the smallest as fit; what is not there is left out. */
async function smallestFirst(
  host: HostReader,
  paths: readonly LosslessString[],
  maxBytes: number,
): Promise<{ readonly read: readonly SizedFile[]; readonly unread: readonly LosslessString[] }> {
  const stats = await Promise.all(paths.map((path) => host.lstat(path)));
  const files = paths.flatMap((path, i) => {
    const stat = stats[i];
    return stat?.ok === true && stat.value.type === "file" ? [{ path, size: Number(stat.value.size) }] : [];
  });
  let left = maxBytes;
  const sorted = files.toSorted((a, b) => a.size - b.size);
  const fits = sorted.map(({ size }) => (left -= size) >= 0);
  const unread = sorted.flatMap(({ path }, i) => (fits[i] === true ? [] : [path]));
  return { read: sorted.filter((_file, i) => fits[i]), unread };
}

async function readDatabases(host: HostReader): Promise<readonly PackageDatabase[]> {
  const read = await Promise.all(DATABASES.map((readDatabase) => readDatabase(host)));
  return read.filter((database) => database !== null);
}

async function compare(host: HostReader, file: SizedFile, database: PackageDatabase | null): Promise<Compared> {
  const recorded = (await database?.digest(file.path)) ?? null;
  const hash = await hashContent(host, file, recorded?.algorithm ?? null);
  if (!hash.ok) return { digest: "unknown", sha256: null, error: hash.error };
  const digest = recorded === null ? "unknown" : hash.hex === recorded.hex ? "same" : "changed";
  return { digest, sha256: hash.sha256, error: null };
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
    errors: [...found.values()].flatMap(({ error }) => (error === null ? [] : [error])),
  };
}
