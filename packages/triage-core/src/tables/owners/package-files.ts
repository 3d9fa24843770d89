/**
 * Every file of a package database that `tables.owners` may ask for, for the `reads` of a phase. The files that it is to
 * compare come on top.
 */
export const PACKAGE_FILES: readonly string[] = [
  "/var/lib/dpkg/{status,diversions}",
  "/var/lib/dpkg/info/*",
  "/var/lib/ucf/{hashfile,registry}",
  "/{var/lib,usr/lib/sysimage,usr/share}/rpm/rpmdb.sqlite",
  "/{lib,usr/lib}/apk/db/installed",
  "/var/lib/pacman/local/*",
  "/var/lib/pacman/local/*/{files,mtree}",
];
