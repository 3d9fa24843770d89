import { execFileSync } from "node:child_process";
import { mkdirSync } from "node:fs";

/** Ubuntu 18.04, whose glibc (2.27) is older than what Node is linked for; where debootstrap knows to get it, unverified. */
export function bionicTree(tree: string): void {
  mkdirSync(tree, { recursive: true });
  const args = ["-n", "19", "debootstrap", "--variant=minbase", "--no-check-gpg", "bionic", tree];
  execFileSync("nice", args, { stdio: ["ignore", "ignore", 2] });
}
