import { spawnSync } from "node:child_process";
import { accessSync, constants } from "node:fs";
import { delimiter, join } from "node:path";

/** Programs that some tests need, and the Debian package of each. A test that misses one is skipped and says so. */
const PACKAGES: Record<string, string> = {
  strace: "strace",
  gcc: "gcc",
  ps: "procps",
  ss: "iproute2",
  find: "findutils",
  unshare: "util-linux",
  fusermount3: "fuse3",
  tmux: "tmux",
  ip: "iproute2",
  nft: "nftables",
  mactime: "sleuthkit",
  rpmbuild: "rpm",
  groff: "groff",
  zsh: "zsh",
  fish: "fish",
};

/** In CI as root, install what is missing; elsewhere leave the machine alone. */
export function installHostTools(): void {
  const missing = Object.keys(PACKAGES).filter((program) => !isInPath(program));
  if (missing.length === 0 || process.env["CI"] !== "true" || process.getuid?.() !== 0) return;
  const packages = missing.map((program) => PACKAGES[program] ?? program);
  const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
  for (const args of [
    ["update", "-qq"],
    ["install", "-qq", "--no-install-recommends", ...packages],
  ]) {
    const { status } = spawnSync("apt-get", args, { stdio: ["ignore", "ignore", "inherit"], env });
    if (status !== 0)
      console.log(`apt-get ${args.join(" ")} failed; tests that need ${missing.join(", ")} will be skipped`);
  }
}

function isInPath(program: string): boolean {
  return (process.env["PATH"] ?? "").split(delimiter).some((folder) => {
    try {
      accessSync(join(folder, program), constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
}
