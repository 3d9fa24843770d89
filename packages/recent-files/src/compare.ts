import { type HostReader, nsOf } from "@livetriage/triage-core";
import { type LosslessString, toText } from "@livetriage/triage-core/text";
import type { Seen } from "./candidate.ts";
import type { EngineEvent } from "./walk.ts";

/** Names that are compared; further ones are counted. */
const MAX_COMPARED = 262_144;
/** Names listed per kind of disagreement. */
const MAX_LISTED = 32;
/** Names only `find` saw that are looked at once more. */
const MAX_CHECKED = 1024;

/** The names that `find` sees, and then those of them that the walk did not see. */
interface Names {
  readonly left: Set<LosslessString>;
  /** Names beyond the limit. With any of them, a name that is not in `left` may still have been seen by both. */
  beyond: number;
}

/**
 * Run both engines over one plan and tell the names that only one of them saw: a `find` that lies, or a library that
 * hides names from us. What changed after `startedNs`, or is gone by now, is no disagreement but a race.
 */
export async function* compare(
  host: HostReader,
  found: AsyncIterable<EngineEvent>,
  walked: AsyncIterable<EngineEvent>,
  startedNs: bigint,
): AsyncGenerator<EngineEvent> {
  const names: Names = { left: new Set(), beyond: 0 };
  for await (const event of found) {
    if (event.kind === "seen") for (const { path } of event.seen) remember(names, path);
    yield event;
  }
  const onlyWalk: LosslessString[] = [];
  for await (const event of walked) {
    if (event.kind !== "seen") {
      yield event;
      continue;
    }
    const unseen = event.seen.filter(({ path }) => !names.left.delete(path) && names.beyond === 0);
    const hidden = unseen.filter((seen) => isSettled(seen, startedNs));
    onlyWalk.push(...hidden.map(({ path }) => path));
    if (unseen.length > 0) yield { kind: "seen", seen: unseen.map((seen) => mark(seen, hidden.includes(seen))) };
  }
  yield* tell("seen_only_by_walk", onlyWalk);
  const onlyFind = [...names.left].slice(0, MAX_CHECKED);
  yield* tell("seen_only_by_find", await stillThere(host, onlyFind, startedNs));
  const unchecked = names.left.size - onlyFind.length;
  if (unchecked > 0)
    yield { kind: "fact", id: "seen_only_by_find_unchecked", value: "gone, or hidden", count: unchecked };
  if (names.beyond > 0)
    yield { kind: "fact", id: "not_compared", value: "names beyond the limit", count: names.beyond };
}

function remember(names: Names, path: LosslessString): void {
  if (names.left.size < MAX_COMPARED) names.left.add(path);
  else names.beyond++;
}

function mark(seen: Seen, isHidden: boolean): Seen {
  return isHidden ? { ...seen, onlyBy: "walk" } : seen;
}

/** Unchanged since before the collection began. */
function isSettled({ stat }: Pick<Seen, "stat">, startedNs: bigint): boolean {
  return nsOf(stat.ctime_s, stat.ctime_n) < startedNs;
}

async function stillThere(host: HostReader, paths: readonly LosslessString[], startedNs: bigint) {
  const stats = await Promise.all(paths.map((path) => host.lstat(path)));
  return paths.filter((_path, i) => {
    const stat = stats[i];
    return stat?.ok === true && stat.value.ctime_ns < startedNs;
  });
}

function* tell(id: string, paths: readonly LosslessString[]): Generator<EngineEvent> {
  for (const path of paths.slice(0, MAX_LISTED)) yield { kind: "fact", id, value: toText(path).text };
  if (paths.length > MAX_LISTED) yield { kind: "fact", id, value: "(further names)", count: paths.length - MAX_LISTED };
}
