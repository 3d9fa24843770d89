import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { copyFiles, type DebianPackage, emptyRoot, furnish, packagedFiles } from "./packaged-files.ts";

/** A root whose packages pacman has installed, from the files of a Debian tree. */
export function pacmanTree(debian: string, tree: string): void {
  const work = mkdtempSync(join(tmpdir(), "livetriage-pacman-"));
  try {
    emptyRoot(tree);
    mkdirSync(join(tree, "var/lib/pacman"), { recursive: true });
    writeFileSync(join(work, "pacman.conf"), "[options]\nSigLevel = Never\nLocalFileSigLevel = Never\n");
    const archives = packagedFiles(debian).map((one) => pack(debian, one, work));
    const place = [
      "--root",
      tree,
      "--dbpath",
      join(tree, "var/lib/pacman"),
      "--config",
      join(work, "pacman.conf"),
      "--cachedir",
      work,
    ];
    const how = ["--noconfirm", "--noscriptlet", "--noprogressbar", "--overwrite", "*", "-dd", "-U"];
    execFileSync("nice", ["-n", "19", "pacman", ...place, ...how, ...archives], {
      stdio: ["ignore", "ignore", "inherit"],
    });
    furnish(tree);
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

/** A package as makepkg makes it: files, what they are of, and an mtree of their digests. Source: alpm-package(7). */
function pack(debian: string, one: DebianPackage, work: string): string {
  const files = join(work, "root");
  rmSync(files, { recursive: true, force: true });
  copyFiles(debian, one, files);
  const backup = one.config.map((path) => `backup = ${path}`);
  const info = [
    `pkgname = ${one.name}`,
    `pkgbase = ${one.name}`,
    `pkgver = ${one.version.replaceAll("~", ".")}-1`,
    "pkgdesc = x",
    "arch = any",
    "size = 1",
    ...backup,
    "",
  ];
  writeFileSync(join(files, ".PKGINFO"), info.join("\n"));
  const archive = join(work, `${one.name}-${one.version.replaceAll("~", ".")}-1-any.pkg.tar.zst`);
  const mtree =
    "bsdtar -czf .MTREE --format=mtree --options='!all,use-set,type,uid,gid,mode,time,size,md5,sha256,link' .PKGINFO *";
  execFileSync("sh", ["-c", `cd "$0" && ${mtree} && bsdtar --zstd -cf "$1" .PKGINFO .MTREE *`, files, archive]);
  return archive;
}
