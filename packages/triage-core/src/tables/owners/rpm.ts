import type { HashAlgorithm, HostReader } from "../../contract/host-reader.ts";
import type { LosslessString } from "../../text/lossless.ts";
import { parseRpmHeader } from "../parse/rpm-header.ts";
import { parseRpmScripts } from "../parse/rpm-scripts.ts";
import { readSqliteTable } from "../parse/sqlite-table.ts";
import { foreignScripts } from "./foreign-scripts.ts";
import { mergedPath, type PackageDatabase } from "./package-database.ts";

/** Where rpm keeps its database since 4.16; Berkeley DB and ndb databases are not read. */
const PATHS: readonly LosslessString[] = [
  "/usr/lib/sysimage/rpm/rpmdb.sqlite",
  "/var/lib/rpm/rpmdb.sqlite",
  "/usr/share/rpm/rpmdb.sqlite",
];
const MAX_BYTES = 268_435_456;
const CHUNK_BYTES = 1_048_576;

const ALGORITHMS: Readonly<Record<number, HashAlgorithm>> = {
  1: "md5",
  2: "sha1",
  8: "sha256",
  10: "sha512",
};

/** The database of rpm in SQLite: a table of package headers. Source: rpm, "Database". */
export async function readRpm(host: HostReader): Promise<PackageDatabase | null> {
  for (const path of PATHS) {
    const bytes = await readAll(host, path);
    const headers = bytes === null ? null : headersOf(bytes);
    if (headers === null) continue;
    const files = filesOf(headers);
    return {
      manager: "rpm",
      scripts: foreignScripts(headers.flatMap((header) => parseRpmScripts(header) ?? [])),
      paths: () => files.keys(),
      owner: (file) => files.get(mergedPath(file)) ?? null,
      algorithm: (file) => files.get(mergedPath(file))?.digest?.algorithm ?? null,
      digest: (file) => Promise.resolve(files.get(mergedPath(file))?.digest?.hex ?? null),
    };
  }
  return null;
}

interface RpmOwner {
  readonly package: string;
  readonly config: boolean;
  readonly installed_s: readonly number[];
  readonly digest: { readonly algorithm: HashAlgorithm; readonly hex: string } | null;
}

function headersOf(bytes: Uint8Array): Uint8Array[] | null {
  const rows = readSqliteTable(bytes, "Packages");
  return rows === null ? null : [...rows].flatMap(([, blob]) => (blob instanceof Uint8Array ? [blob] : []));
}

function filesOf(headers: readonly Uint8Array[]): ReadonlyMap<LosslessString, RpmOwner> {
  const files = new Map<LosslessString, RpmOwner>();
  for (const header of headers) {
    const found = parseRpmHeader(header);
    const algorithm = ALGORITHMS[found?.digestAlgorithm ?? 0];
    const installed_s = found?.installed == null ? [] : [found.installed];
    for (const { path, digest, config } of found?.files ?? []) {
      const recorded = digest === null || algorithm === undefined ? null : { algorithm, hex: digest };
      files.set(mergedPath(path), { package: found?.name ?? "", config, installed_s, digest: recorded });
    }
  }
  return files;
}

/** A whole file, or null when it is not there or too large. */
async function readAll(host: HostReader, path: LosslessString): Promise<Uint8Array | null> {
  const parts: Uint8Array[] = [];
  for (let offset = 0; offset < MAX_BYTES; offset += CHUNK_BYTES) {
    const answer = await host.readFile(path, { offset, maxBytes: CHUNK_BYTES });
    if (!answer.ok) return null;
    parts.push(answer.value.bytes);
    if (!answer.value.more || answer.value.bytes.length === 0) return Buffer.concat(parts);
  }
  return null;
}
