import type { LosslessString } from "@livetriage/triage-core/text";

/** Tells the directory that holds a path; the same object for paths in a row, for one string compares at once with itself. */
export function createDirectoryOf(): (path: LosslessString) => LosslessString {
  let last = "";
  return (path) => {
    const isIn = path.startsWith(last) && path.indexOf("/", last.length) === last.length;
    if (!isIn || path.includes("/", last.length + 1)) last = path.slice(0, path.lastIndexOf("/"));
    return last || "/";
  };
}
