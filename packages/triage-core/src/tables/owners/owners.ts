import type { HostError, HostReader } from "../../contract/host-reader.ts";
import type { FileOwner, OwnerTable, Tables } from "../../contract/tables.ts";
import type { LosslessString } from "../../text/lossless.ts";
import { readApk } from "./apk.ts";
import { readDpkg } from "./dpkg.ts";
import { hashContent } from "./hash-content.ts";
import { memoised } from "./memoised.ts";
import type { PackageDatabase, ReadDatabase } from "./package-database.ts";
import { readPacman } from "./pacman.ts";

const DATABASES: readonly ReadDatabase[] = [readDpkg, readApk, readPacman];

/** Larger files are not compared: their digest stays unknown. */
const MAX_FILE_BYTES = 134_217_728n;

/** What one comparison found. */
interface Compared {
  readonly digest: FileOwner["digest"];
  readonly sha256: string | null;
  readonly error: HostError | null;
}

/** Owners of files by the host's package databases, read when first asked for. */
export function createOwners(host: HostReader): Tables["owners"] {
  let reading: Promise<readonly PackageDatabase[]> | undefined;
  const compareOnce = memoised((path: LosslessString, database: PackageDatabase | null) =>
    compare(host, database, path),
  );
  return async (paths, verify) => {
    const databases = await (reading ??= readDatabases(host));
    const databaseOf = (path: LosslessString) => databases.find((database) => database.owner(path) !== null) ?? null;
    const asked = [...new Set(verify)];
    const results = await Promise.all(asked.map((path) => compareOnce(path, databaseOf(path))));
    const found = new Map(asked.map((path, i) => [path, results[i] as Compared]));
    const owners = new Map<LosslessString, FileOwner>();
    for (const path of new Set([...paths, ...verify])) {
      const database = databaseOf(path);
      const owner = database?.owner(path);
      if (database === null || owner == null) continue;
      owners.set(path, { ...owner, manager: database.manager, digest: found.get(path)?.digest ?? "unknown" });
    }
    return toTable(databases, owners, found);
  };
}

async function readDatabases(host: HostReader): Promise<readonly PackageDatabase[]> {
  const read = await Promise.all(DATABASES.map((readDatabase) => readDatabase(host)));
  return read.filter((database) => database !== null);
}

async function compare(host: HostReader, database: PackageDatabase | null, path: LosslessString): Promise<Compared> {
  const [stat, recorded] = await Promise.all([host.lstat(path), database?.digest(path) ?? null]);
  if (!stat.ok) return { digest: "unknown", sha256: null, error: stat.error };
  if (stat.value.type !== "file" || stat.value.size > MAX_FILE_BYTES)
    return { digest: "unknown", sha256: null, error: null };
  const hash = await hashContent(host, path, recorded?.algorithm ?? "sha256");
  if (!hash.ok) return { digest: "unknown", sha256: null, error: hash.error };
  const digest = recorded === null ? "unknown" : hash.hex === recorded.hex ? "same" : "changed";
  return { digest, sha256: hash.sha256, error: null };
}

function toTable(
  databases: readonly PackageDatabase[],
  owners: ReadonlyMap<LosslessString, FileOwner>,
  found: ReadonlyMap<LosslessString, Compared>,
): OwnerTable {
  return {
    databases: databases.map(({ manager }) => manager),
    owners,
    sha256: new Map([...found].flatMap(([path, { sha256 }]) => (sha256 === null ? [] : [[path, sha256] as const]))),
    errors: [...found.values()].flatMap(({ error }) => (error === null ? [] : [error])),
  };
}
