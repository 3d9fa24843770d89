import { byDistance, type Candidate } from "./candidate.ts";
import { FOLDABLE } from "./class-of.ts";

/** Files that changed with the installation of their package, one candidate for each package and directory. */
export interface PackageFolds {
  /** True when the candidate is one of them, and told with the others. */
  add(candidate: Candidate): boolean;
  /** The candidates nearest to the focus, each with the number of files that it stands for. */
  folded(): Candidate[];
}

/** Set-id, hidden and misplaced files are never folded. */
export function createPackageFolds(): PackageFolds {
  const folds = new Map<string, { count: number; nearest: Candidate }>();
  return {
    add(candidate) {
      const { origin, directory } = candidate;
      if (origin?.withInstall !== true || !FOLDABLE.has(candidate.class)) return false;
      const key = `${origin.package} ${directory}`;
      const fold = folds.get(key);
      if (fold === undefined) folds.set(key, { count: 1, nearest: candidate });
      else {
        fold.count++;
        if (byDistance(candidate, fold.nearest) < 0) fold.nearest = candidate;
      }
      return true;
    },
    folded: () =>
      [...folds.values()].map(({ count, nearest }) =>
        count === 1 ? nearest : { ...nearest, folded: { by: "package" as const, count } },
      ),
  };
}
