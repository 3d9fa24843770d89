import type { FileStat, Tables } from "@livetriage/triage-core";
import type { LosslessString } from "@livetriage/triage-core/text";
import { MANY_REPLACED } from "./provenance/find-replaced.ts";
import type { FoundFile, Owner } from "./read-place.ts";

/** dpkg writes all files of a package within one run; a later change of one is not dpkg's. */
const SAME_RUN_NS = 60_000_000_000n;

/** A file of dpkg's own, and the package that it is of. */
const DPKG_FILE = /^\/var\/lib\/dpkg\/info\/(([^/:]+)(?::[^/]*)?)\.([^./]+)$/;

type Times = Pick<FileStat, "mtime_ns" | "ctime_ns">;

/**
 * Leave out what packages bring by the thousand: at places of `foreignOnly` mechanisms a file counts when it is of no
 * package, or when its times say that it changed after its package was unpacked. Its content is compared later.
 */
export async function dropUnchanged(tables: Tables, files: readonly FoundFile[]): Promise<FoundFile[]> {
  const crowd = files.filter(({ owners }) => owners.some(isForeignOnly));
  const table = await tables.owners(
    crowd.flatMap(({ end }) => end.path ?? []),
    [],
    0,
  );
  const unpacked = timesOfLists(crowd);
  const listOf = ({ path, end }: FoundFile) => {
    const name = DPKG_FILE.exec(path)?.[1];
    if (name !== undefined) return unpacked.get(name);
    const owner = end.path === null ? undefined : table.owners.get(end.path);
    return owner === undefined ? undefined : (unpacked.get(owner.package) ?? null);
  };
  const lists = new Map(crowd.map((file) => [file, listOf(file)]));
  const isRewritten = (file: FoundFile) => isLater(file.end.stat?.mtime_ns, lists.get(file)?.mtime_ns);
  const isReplaced = (file: FoundFile) => isLater(file.end.stat?.ctime_ns, lists.get(file)?.ctime_ns);
  const replaced = new Set(crowd.filter(isReplaced));
  if (replaced.size > MANY_REPLACED) replaced.clear();
  const counts = (file: FoundFile) => lists.get(file) === undefined || isRewritten(file) || replaced.has(file);
  const stays = (file: FoundFile) => table.databases.length > 0 && counts(file);
  return files.flatMap((file) => {
    const owners = file.owners.filter((owner) => !isForeignOnly(owner) || stays(file));
    return owners.length === 0 ? [] : [{ ...file, owners }];
  });
}

function isForeignOnly({ mechanism }: Owner): boolean {
  return mechanism.foreignOnly === true;
}

/** When each package of dpkg was unpacked: the times of its file list, by its name with and without architecture. */
function timesOfLists(files: readonly FoundFile[]): ReadonlyMap<LosslessString, Times> {
  return new Map(
    files.flatMap(({ path, stat }) => {
      const [, name = "", plain = "", kind] = DPKG_FILE.exec(path) ?? [];
      return kind !== "list" || stat === null ? [] : [[plain, stat] as const, [name, stat] as const];
    }),
  );
}

function isLater(time: bigint | undefined, than: bigint | undefined): boolean {
  return time !== undefined && than !== undefined && time > than + SAME_RUN_NS;
}
