/** Why a place is walked; also the column by which files are grouped. */
export const PLACES = [
  "temporary",
  "binaries",
  "libraries",
  "kernel",
  "boot",
  "configuration",
  "scheduled",
  "home",
  "web",
  "packages",
  "logs",
  "container",
  "other",
] as const;
export type Place = (typeof PLACES)[number];

/** One place that is walked by default, and the distributions that use it (`all` where most do). */
export interface Root {
  readonly path: string;
  readonly place: Place;
  readonly distributions: string;
}

/**
 * The places that matter in forensics. All rows are tried on every host: a path that a distribution does not have costs
 * one lstat, and an attacker is not bound to the distribution's habits.
 *
 * Source: hier(7), file-hierarchy(7), and the distributions' own packages.
 */
export const ROOTS: readonly Root[] = [
  { path: "/tmp", place: "temporary", distributions: "all" },
  { path: "/var/tmp", place: "temporary", distributions: "all" },
  { path: "/dev", place: "temporary", distributions: "all: /dev/shm, and files where only devices belong" },
  { path: "/run", place: "temporary", distributions: "all: runtime files, generated and transient units" },
  { path: "/var/run", place: "temporary", distributions: "those where it is not a link to /run" },
  { path: "/bin", place: "binaries", distributions: "those without a merged /usr" },
  { path: "/sbin", place: "binaries", distributions: "those without a merged /usr" },
  { path: "/usr/bin", place: "binaries", distributions: "all" },
  { path: "/usr/sbin", place: "binaries", distributions: "all" },
  { path: "/usr/libexec", place: "binaries", distributions: "all" },
  { path: "/usr/local", place: "binaries", distributions: "all" },
  { path: "/opt", place: "binaries", distributions: "all" },
  { path: "/lib", place: "libraries", distributions: "those without a merged /usr" },
  { path: "/lib32", place: "libraries", distributions: "Debian family without a merged /usr" },
  { path: "/lib64", place: "libraries", distributions: "those without a merged /usr" },
  { path: "/usr/lib", place: "libraries", distributions: "all" },
  { path: "/usr/lib32", place: "libraries", distributions: "Debian family, Arch" },
  { path: "/usr/lib64", place: "libraries", distributions: "Red Hat family, SUSE" },
  { path: "/lib/modules", place: "kernel", distributions: "those without a merged /usr" },
  { path: "/usr/lib/modules", place: "kernel", distributions: "all" },
  { path: "/usr/src", place: "kernel", distributions: "all: sources that dkms builds modules from" },
  { path: "/boot", place: "boot", distributions: "all" },
  { path: "/efi", place: "boot", distributions: "systemd-boot" },
  { path: "/etc", place: "configuration", distributions: "all" },
  { path: "/usr/etc", place: "configuration", distributions: "SUSE, image-based systems" },
  { path: "/var/spool", place: "scheduled", distributions: "all: cron, at, anacron, mail" },
  {
    path: "/var/lib/systemd",
    place: "scheduled",
    distributions: "all with systemd: linger, timers' stamps, core dumps",
  },
  { path: "/home", place: "home", distributions: "all" },
  { path: "/root", place: "home", distributions: "all" },
  { path: "/var/home", place: "home", distributions: "image-based systems" },
  { path: "/var/www", place: "web", distributions: "Debian family, Red Hat family" },
  { path: "/srv", place: "web", distributions: "SUSE, Arch, Alpine" },
  { path: "/usr/share/nginx", place: "web", distributions: "Red Hat family" },
  { path: "/var/lib/tomcat", place: "web", distributions: "Red Hat family" },
  { path: "/var/lib/dpkg", place: "packages", distributions: "Debian family: maintainer scripts, status" },
  { path: "/var/lib/rpm", place: "packages", distributions: "Red Hat family, SUSE" },
  { path: "/usr/lib/sysimage", place: "packages", distributions: "Red Hat family, SUSE" },
  { path: "/lib/apk", place: "packages", distributions: "Alpine" },
  { path: "/var/lib/pacman", place: "packages", distributions: "Arch" },
  { path: "/var/log", place: "logs", distributions: "all: tampering with logs themselves" },
];

/** Below a home: bulk that programs fetch again by themselves. Not walked unless named by `--path`. */
export const HOME_CACHES: readonly string[] = [
  ".cache",
  ".npm/_cacache",
  ".cargo/registry",
  ".rustup/toolchains",
  ".gradle/caches",
  ".m2/repository",
  "go/pkg/mod",
];

/** The place that a path lies in, by the longest default root or place `known` above it; `other` where there is none. */
export function placeOf(path: string, known: ReadonlyMap<string, Place>): Place {
  for (let at = path.length; at > 0; at = path.lastIndexOf("/", at - 1)) {
    const above = path.slice(0, at);
    const place = PLACE_OF_ROOT.get(above) ?? known.get(above);
    if (place !== undefined) return place;
  }
  return "other";
}

const PLACE_OF_ROOT: ReadonlyMap<string, Place> = new Map(ROOTS.map(({ path, place }) => [path, place]));
