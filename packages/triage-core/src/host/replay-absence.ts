import type { Listing, ListOptions } from "../contract/host-reader.ts";
import type { LosslessString } from "../text/lossless.ts";
import { pathIn } from "../text/path-in.ts";
import type { RecordedAsk } from "./record.ts";

/** Tells whether a recording is sure that nothing stands at a path: a directory above it was listed whole, without it. */
export function createAbsence(asks: readonly RecordedAsk[]): (path: LosslessString) => boolean {
  const wholes = new Map<LosslessString, ReadonlySet<LosslessString>>();
  const absent = new Set<LosslessString>();
  for (const { method, path, args, answer } of asks) {
    // Other asks follow links, and a dangling one is there.
    if (method === "lstat" && !answer.ok && answer.error.errno === "ENOENT") absent.add(path);
    if (method !== "list" || !answer.ok || !isOfAll(args[0] as ListOptions)) continue;
    const { entries, more } = answer.value as Listing;
    if (!more) wholes.set(path, new Set(entries.map(({ name }) => name)));
  }
  return (path) => {
    // A listing of /proc does not know the processes that are hidden from it.
    if (path.startsWith("/proc/")) return false;
    const names = path.split("/").slice(1);
    return names.some((name, i) => {
      const above = `/${names.slice(0, i).join("/")}`;
      const isMissing = wholes.get(above)?.has(name) === false;
      return isMissing || absent.has(pathIn(above, name));
    });
  };
}

function isOfAll({ changedSinceNs, after }: ListOptions): boolean {
  return changedSinceNs === undefined && after === undefined;
}
