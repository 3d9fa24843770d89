import type { Tables } from "@livetriage/triage-core";
import type { Candidate } from "./candidate.ts";
import { rememberLast } from "./remember-last.ts";

/** What a file has to do with the installation of its package. */
export interface Origin {
  readonly package: string;
  /** Its inode changed when its package was installed or upgraded. */
  readonly withInstall: boolean;
  /** Its content changed later than that. */
  readonly afterInstall: boolean;
}

/** Tells candidates that a package owns of its installation. */
export interface Provenance {
  label(candidates: readonly Candidate[]): Promise<readonly Candidate[]>;
}

/** A package manager is done with a package within this time. */
const INSTALL_SECONDS = 600;

/** The databases are read when the first files come. A flood where packages have no files costs one look for each directory. */
export function createProvenance(tables: Tables): Provenance {
  return {
    async label(candidates) {
      const directories = await tables.packageDirectories();
      const isAmongPackages = rememberLast((directory) => directories.has(directory));
      const paths = candidates.filter(({ directory }) => isAmongPackages(directory)).map(({ path }) => path);
      if (paths.length === 0) return candidates;
      const { owners } = await tables.owners(paths, [], 0);
      return candidates.map((candidate) => {
        const owner = owners.get(candidate.path);
        if (owner === undefined) return candidate;
        return { ...candidate, origin: { package: owner.package, ...compareTimes(candidate, owner.installed_s) } };
      });
    },
  };
}

function compareTimes({ stat }: Candidate, installed: readonly number[]): Omit<Origin, "package"> {
  return {
    withInstall: installed.some((second) => Math.abs(second - stat.ctime_s) <= INSTALL_SECONDS),
    afterInstall: installed.length > 0 && stat.mtime_s > Math.max(...installed) + INSTALL_SECONDS,
  };
}
