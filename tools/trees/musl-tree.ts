import { execFileSync } from "node:child_process";
import { mkdirSync, readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { ownApt } from "./own-apt.ts";

/** A system with musl for its C library and busybox for its programs, of Debian's packages: no glibc in it. */
export function muslTree(suite: string, tree: string): void {
  for (const folder of ["", "bin", "proc", "dev", "tmp", "etc"]) mkdirSync(join(tree, folder), { recursive: true });
  const work = `${tree}.work`;
  const apt = ownApt(work, suite);
  apt("apt-get", "-qq", "update");
  apt("apt-get", "-qq", "download", "busybox-static", "musl");
  for (const name of readdirSync(work).filter((file) => file.endsWith(".deb")))
    execFileSync("dpkg-deb", ["-x", join(work, name), tree]);
  rmSync(work, { recursive: true });
  execFileSync("chroot", [tree, "/bin/busybox", "--install", "-s", "/bin"]);
}
