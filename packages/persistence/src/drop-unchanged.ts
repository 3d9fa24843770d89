import type { Tables } from "@livetriage/triage-core";
import type { LosslessString } from "@livetriage/triage-core/text";
import type { Place } from "./place.ts";

/** dpkg writes all files of a package within one run; a later change of one is not dpkg's. */
const SAME_RUN_NS = 60_000_000_000n;

/** More inodes than these changed after their packages came: the whole tree was copied, and the times say nothing. */
const MANY = 64;

/** A file of dpkg's own, and the package that it is of. */
const DPKG_FILE = /^\/var\/lib\/dpkg\/info\/(([^/:]+)(?::[^/]*)?)\.([^./]+)$/;

type Times = Pick<NonNullable<Place["stat"]>, "mtime_ns" | "ctime_ns">;

/**
 * Leave out what packages bring by the thousand: at places of `foreignOnly` mechanisms a file counts when it is of no
 * package, or when its times say that it changed after its package was unpacked. Its content is compared later.
 */
export async function dropUnchanged(tables: Tables, places: readonly Place[]): Promise<Place[]> {
  const crowd = places.filter(({ mechanisms }) => mechanisms.some(({ foreignOnly }) => foreignOnly === true));
  const table = await tables.owners(
    crowd.flatMap(({ file }) => file.real ?? []),
    [],
    0,
  );
  const unpacked = timesOfLists(crowd);
  const listOf = ({ file }: Place) => {
    const name = DPKG_FILE.exec(file.path)?.[1];
    if (name !== undefined) return unpacked.get(name);
    const owner = file.real === null ? undefined : table.owners.get(file.real);
    return owner === undefined ? undefined : (unpacked.get(owner.package) ?? null);
  };
  const isRewritten = (place: Place) => isLater(place.real?.mtime_ns, listOf(place)?.mtime_ns);
  const isReplaced = (place: Place) => isLater(place.real?.ctime_ns, listOf(place)?.ctime_ns);
  const replaced = new Set(crowd.filter(isReplaced));
  const counts = (place: Place) => listOf(place) === undefined || isRewritten(place) || replaced.has(place);
  if (replaced.size > MANY) replaced.clear();
  const stays = (place: Place) => table.databases.length > 0 && counts(place);
  return places.flatMap((place) => {
    const mechanisms = place.mechanisms.filter(({ foreignOnly }) => foreignOnly !== true || stays(place));
    return mechanisms.length === 0 ? [] : [{ ...place, mechanisms }];
  });
}

/** When each package of dpkg was unpacked: the times of its file list, by its name with and without architecture. */
function timesOfLists(places: readonly Place[]): ReadonlyMap<LosslessString, Times> {
  return new Map(
    places.flatMap(({ file, stat }) => {
      const [, name = "", plain = "", kind] = DPKG_FILE.exec(file.path) ?? [];
      return kind !== "list" || stat === null ? [] : [[plain, stat] as const, [name, stat] as const];
    }),
  );
}

function isLater(time: bigint | undefined, than: bigint | undefined): boolean {
  return time !== undefined && than !== undefined && time > than + SAME_RUN_NS;
}
