import { execFileSync } from "node:child_process";
import { mkdirSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { ownApt } from "../trees/own-apt.ts";

/**
 * Fetch Debian's cloud kernel of another suite with this machine's own apt and package source, without installing it;
 * the path of its boot image below `work`.
 */
export function fetchKernel(suite: string, work: string): string {
  const home = join(work, suite);
  mkdirSync(join(home, "tree"), { recursive: true });
  const apt = ownApt(home, suite);
  apt("apt-get", "-qq", "update");
  const depends = apt("apt-cache", "depends", "--important", `linux-image-cloud-amd64/${suite}`);
  const image = /Depends: (linux-image-\S+)/.exec(depends)?.[1];
  if (image === undefined) throw new Error(`no cloud kernel in ${suite}`);
  apt("apt-get", "-qq", "download", `${image}/${suite}`);
  const archive = readdirSync(home).find((name) => name.endsWith(".deb"));
  execFileSync("dpkg-deb", ["-x", join(home, archive ?? ""), join(home, "tree")]);
  const boot = join(home, "tree/boot");
  return join(boot, readdirSync(boot).find((name) => name.startsWith("vmlinuz")) ?? "");
}
