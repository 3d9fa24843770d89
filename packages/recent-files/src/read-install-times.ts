import { type FileGlance, glanceOf, type HostReader, type PackageManager } from "@livetriage/triage-core";
import type { LosslessString } from "@livetriage/triage-core/text";

/** When a package was installed or upgraded: both times of what its manager wrote then. */
export type InstallTime = Pick<FileGlance, "mtime_s" | "ctime_s">;

/** What a manager writes once per installation, and the package that the name says. */
interface Trace {
  readonly manager: PackageManager;
  readonly directory: LosslessString;
  packageOf(name: string): string | null;
}

/**
 * Where installations leave a time. apk and rpm keep one database for all packages.
 *
 * Source: dpkg(1) "FILES"; alpm-db-files(5)
 */
const TRACES: readonly Trace[] = [
  {
    manager: "dpkg",
    directory: "/var/lib/dpkg/info",
    packageOf: (name) => /^([^:]+)(?::[^:]+)?\.list$/.exec(name)?.[1] ?? null,
  },
  {
    manager: "pacman",
    directory: "/var/lib/pacman/local",
    packageOf: (name) => /^(.+)-[^-]+-[^-]+$/.exec(name)?.[1] ?? null,
  },
];

const MAX_ENTRIES = 262_144;

/** Times of installation by `manager package`. */
export async function readInstallTimes(host: HostReader): Promise<ReadonlyMap<string, InstallTime>> {
  const listings = await Promise.all(
    TRACES.map(({ directory }) => host.list(directory, { stat: true, noFollow: true, maxEntries: MAX_ENTRIES })),
  );
  const times = new Map<string, InstallTime>();
  for (const [i, { manager, packageOf }] of TRACES.entries()) {
    const listing = listings[i];
    if (listing === undefined || !listing.ok) continue;
    for (const { name, stat } of listing.value.entries) {
      const owner = packageOf(name);
      if (owner !== null && stat != null) times.set(`${manager} ${owner}`, glanceOf(stat));
    }
  }
  return times;
}
