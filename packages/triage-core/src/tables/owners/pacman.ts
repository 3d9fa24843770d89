import { gunzipSync } from "node:zlib";
import type { HostReader } from "../../contract/host-reader.ts";
import { decodeLossless, type LosslessString } from "../../text/lossless.ts";
import { parseMtree, parsePacmanFiles } from "../parse/pacman-local.ts";
import { memoised } from "./memoised.ts";
import { mergedPath, type PackageDatabase, timesOf } from "./package-database.ts";

const LOCAL = "/var/lib/pacman/local";
const MAX_PACKAGES = 16_384;
const MAX_BYTES = 16_777_216;

/** The local database of pacman: a directory for each package. Source: alpm-db-files(5), ALPM-MTREE(5). */
export async function readPacman(host: HostReader): Promise<PackageDatabase | null> {
  const listing = await host.list(LOCAL, { maxEntries: MAX_PACKAGES, stat: true });
  if (!listing.ok) return null;
  const packages = listing.value.entries.filter(({ type }) => type === "directory");
  const times = new Map(packages.map(({ name, stat }) => [name, timesOf(stat)]));
  const directories = [...times.keys()];
  const texts = await Promise.all(directories.map((name) => readText(host, `${LOCAL}/${name}/files`)));
  const owners = new Map<LosslessString, { readonly directory: string; readonly config: boolean }>();
  for (const [index, text] of texts.entries()) {
    const { files, backup } = parsePacmanFiles(text);
    for (const path of files)
      owners.set(mergedPath(path), { directory: directories[index] as string, config: backup.has(path) });
  }
  const treeOf = memoised((directory: string) => readTree(host, directory));
  return {
    manager: "pacman",
    paths: () => owners.keys(),
    owner(path) {
      const owner = owners.get(mergedPath(path));
      if (owner === undefined) return null;
      const { directory, config } = owner;
      return { package: directory.replace(/-[^-]+-[^-]+$/, ""), config, installed_s: times.get(directory) ?? [] };
    },
    algorithm: () => "sha256",
    async digest(path) {
      const owner = owners.get(mergedPath(path));
      return owner === undefined ? null : ((await treeOf(owner.directory)).get(mergedPath(path)) ?? null);
    },
  };
}

/** sha256 of the files of one package; empty when its mtree cannot be read. */
async function readTree(host: HostReader, directory: string): Promise<ReadonlyMap<LosslessString, string>> {
  const answer = await host.readFile(`${LOCAL}/${directory}/mtree`, { maxBytes: MAX_BYTES });
  if (!answer.ok) return new Map();
  try {
    const text = decodeLossless(gunzipSync(answer.value.bytes, { maxOutputLength: MAX_BYTES * 4 }));
    return new Map(parseMtree(text).map(([path, hex]) => [mergedPath(path), hex]));
  } catch {
    return new Map();
  }
}

async function readText(host: HostReader, path: LosslessString): Promise<LosslessString> {
  const answer = await host.readFile(path, { maxBytes: MAX_BYTES });
  return answer.ok ? decodeLossless(answer.value.bytes) : "";
}
