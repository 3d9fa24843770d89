import { execFileSync } from "node:child_process";
import { mkdirSync } from "node:fs";

/** A fresh Debian of a suite below `tree`, with some packages more than its essential ones; from this machine's own source. */
export function debootstrap(suite: string, tree: string, packages: readonly string[] = []): void {
  mkdirSync(tree, { recursive: true });
  const more = packages.length === 0 ? [] : [`--include=${packages.join(",")}`];
  const args = ["-n", "19", "debootstrap", "--variant=minbase", ...more, suite, tree, mirror()];
  execFileSync("nice", args, { stdio: ["ignore", "ignore", 2] });
}

/** Where this machine gets its Debian packages. */
function mirror(): string {
  const args = ["indextargets", "--format", "$(REPO_URI)", "Created-By: Packages", "Release: bookworm"];
  return execFileSync("apt-get", args, { encoding: "utf8" }).split("\n")[0] ?? "";
}
