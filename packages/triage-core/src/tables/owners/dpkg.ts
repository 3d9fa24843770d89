import type { HostReader } from "../../contract/host-reader.ts";
import type { Tables } from "../../contract/tables.ts";
import { decodeLossless, type LosslessString } from "../../text/lossless.ts";
import { parseDigestLines } from "../parse/digest-lines.ts";
import { parseDiversions } from "../parse/dpkg-diversions.ts";
import { parseConffiles } from "../parse/dpkg-status.ts";
import { memoised } from "./memoised.ts";
import { mergedPath, type PackageDatabase, timesOf } from "./package-database.ts";

const INFO = "/var/lib/dpkg/info";
const WAVE = 32;
const MAX_LIST_BYTES = 8_388_608;
const MAX_STATUS_BYTES = 67_108_864;

/**
 * The database of dpkg: file lists, digests, conffiles, diversions, and the files that ucf keeps.
 *
 * Source: dpkg(1) "FILES", deb-md5sums(5), dpkg-divert(1), ucf(1).
 */
export async function readDpkg(host: HostReader, list: Tables["packageListing"]): Promise<PackageDatabase | null> {
  const listing = await list(INFO);
  if (!listing.ok) return null;
  const stats = new Map(listing.value.entries.map(({ name, stat }) => [name, stat]));
  const packages = [...stats.keys()].flatMap((name) => (name.endsWith(".list") ? [name.slice(0, -5)] : []));
  const readInfo = (name: string) =>
    readText(host, `${INFO}/${name}`, Math.min(Number(stats.get(name)?.size ?? 0) + 1, MAX_LIST_BYTES));
  const [own, lists] = await Promise.all([readOwn(host), inWaves(packages, (name) => readInfo(`${name}.list`))]);
  const { conffiles, ucfFiles, ucfOwners } = own;
  const { owners, listed } = toOwners(packages, lists, own.diversions);
  const installedOf = memoised((name: string) => timesOf(stats.get(`${name}.list`)));
  const digestsOf = memoised((name: string) => readInfo(`${name}.md5sums`).then(toDigests));
  return {
    manager: "dpkg",
    paths: () => [...owners.keys(), ...ucfFiles.keys()],
    owner(path) {
      const key = mergedPath(path);
      const name = owners.get(key);
      const isUcf = ucfFiles.has(key);
      if (name === undefined)
        return isUcf ? { package: ucfOwners.get(key) ?? "ucf", config: true, installed_s: [] } : null;
      return { package: plainName(name), config: conffiles.has(key) || isUcf, installed_s: installedOf(name) };
    },
    algorithm: () => "md5",
    async digest(path) {
      const key = mergedPath(path);
      const known = conffiles.get(key) ?? ucfFiles.get(key);
      if (known !== undefined) return known;
      const name = owners.get(key);
      return name === undefined ? null : ((await digestsOf(name)).get(listed.get(key) ?? key) ?? null);
    },
  };
}

/** A few at a time, so that what others ask meanwhile need not wait for all of them. */
async function inWaves<T>(names: readonly string[], read: (name: string) => Promise<T>): Promise<T[]> {
  const values: T[] = [];
  for (let i = 0; i < names.length; i += WAVE) values.push(...(await Promise.all(names.slice(i, i + WAVE).map(read))));
  return values;
}

/** What dpkg and ucf keep for all packages together. */
async function readOwn(host: HostReader) {
  const [status, diverted, hashes, registry] = await Promise.all([
    readText(host, "/var/lib/dpkg/status", MAX_STATUS_BYTES),
    readText(host, "/var/lib/dpkg/diversions", MAX_LIST_BYTES),
    readText(host, "/var/lib/ucf/hashfile", MAX_LIST_BYTES),
    readText(host, "/var/lib/ucf/registry", MAX_LIST_BYTES),
  ]);
  return {
    conffiles: parseConffiles(status),
    diversions: parseDiversions(diverted),
    ucfFiles: new Map(parseDigestLines(hashes).map(([hex, path]) => [mergedPath(path), hex])),
    ucfOwners: new Map(parseDigestLines(registry).map(([name, path]) => [mergedPath(path), name])),
  };
}

/** md5 of the files of one package by path. */
function toDigests(md5sums: string): ReadonlyMap<LosslessString, string> {
  return new Map(parseDigestLines(md5sums).map(([hex, path]) => [mergedPath(`/${path}`), hex]));
}

interface Owned {
  /** The package of each path, with its architecture where that is part of its name. */
  readonly owners: ReadonlyMap<LosslessString, string>;
  /** The path by which its package lists what was diverted. */
  readonly listed: ReadonlyMap<LosslessString, LosslessString>;
}

/** What packages own; what another package or the administrator diverted is where it was diverted to. */
function toOwners(
  packages: readonly string[],
  lists: readonly string[],
  diversions: ReadonlyMap<LosslessString, { readonly to: LosslessString; readonly by: string }>,
): Owned {
  const owners = new Map<LosslessString, string>();
  const listed = new Map<LosslessString, LosslessString>();
  for (const [index, list] of lists.entries()) {
    const name = packages[index] as string;
    const plain = plainName(name);
    for (const path of list.split("\n")) {
      if (path === "") continue;
      const diversion = diversions.get(path);
      const isElsewhere = diversion !== undefined && diversion.by !== plain;
      const at = mergedPath(isElsewhere ? diversion.to : path);
      owners.set(at, name);
      if (isElsewhere) listed.set(at, mergedPath(path));
      else listed.delete(at);
    }
  }
  return { owners, listed };
}

/** `libc6` of `libc6:amd64`. */
function plainName(name: string): string {
  return name.replace(/:.*$/, "");
}

async function readText(host: HostReader, path: LosslessString, maxBytes: number): Promise<LosslessString> {
  const answer = await host.readFile(path, { maxBytes });
  return answer.ok ? decodeLossless(answer.value.bytes) : "";
}
