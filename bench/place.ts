import { execFileSync, spawn, spawnSync } from "node:child_process";
import { copyFileSync, existsSync, mkdirSync, readFileSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { root } from "../tools/stamp.mjs";

/** What an installed command is made of. */
const INSTALLED = [
  "bin/livetriage",
  "dist/livetriage.cjs",
  "dist/program.cjs",
  "dist/program.cache",
  "dist/reader.cjs",
];

/** Where a benchmark runs. */
export interface Place {
  name: string;
  /** The folder that is its root, as seen from here. */
  root: string;
  /** A command to be run there. */
  enter(command: readonly string[]): [string, ...string[]];
  livetriage(args: readonly string[]): [string, ...string[]];
  remove: () => void;
}

/** This machine as it is. */
export function thisMachine(): Place {
  const enter = ([program = "", ...args]: readonly string[]): [string, ...string[]] => [program, ...args];
  const path = `PATH=${dirname(process.execPath)}:${process.env["PATH"]}`;
  return {
    name: "this machine",
    root: "/",
    enter,
    livetriage: (args) => enter(["env", path, join(root, "apps/cli/bin/livetriage"), ...asPeers(args)]),
    remove: () => undefined,
  };
}

/** A fresh Debian 12 with `processes` sleeping processes and a process table of its own; this machine where that cannot be. */
export async function freshDebian(processes: number): Promise<Place> {
  const missing = whatIsMissing();
  if (missing !== null) {
    console.log(`no fresh Debian (${missing}): measured on this machine, which has more processes and files`);
    return thisMachine();
  }
  const tree = join(root, "node_modules/.cache/livetriage-bench");
  rmSync(tree, { recursive: true, force: true });
  mkdirSync(tree, { recursive: true });
  execFileSync("debootstrap", ["--variant=minbase", "bookworm", tree, mirror()], { stdio: ["ignore", "ignore", 2] });
  for (const file of INSTALLED) {
    mkdirSync(join(tree, "opt", dirname(file)), { recursive: true });
    copyFileSync(join(root, "apps/cli", file), join(tree, "opt", file));
  }
  copyFileSync(process.execPath, join(tree, "opt/bin/node"));
  return inhabited(tree, processes);
}

async function inhabited(tree: string, processes: number): Promise<Place> {
  const live = `mount -t proc proc "$0/proc"; exec chroot "$0" sh -c 'for i in $(seq ${processes}); do sleep 3600 & done; wait'`;
  const holder = spawn("unshare", ["--mount", "--pid", "--fork", "--kill-child", "sh", "-c", live, tree], {
    stdio: "ignore",
  });
  await setTimeout(1000);
  const init = readFileSync(`/proc/${holder.pid}/task/${holder.pid}/children`, "utf8").trim();
  const enter = (command: readonly string[]): [string, ...string[]] => [
    ...(["nsenter", "--target", init, "--mount", "--pid", "chroot", tree] as const),
    ...command,
  ];
  return {
    name: `a fresh Debian 12 with ${processes + 1} processes`,
    root: tree,
    enter,
    livetriage: (args) => enter(["env", "PATH=/opt/bin:/usr/bin:/bin", "/opt/bin/livetriage", ...asPeers(args)]),
    remove: () => {
      holder.kill("SIGKILL");
      spawnSync("umount", [join(tree, "proc")], { stdio: "ignore" });
      rmSync(tree, { recursive: true, force: true });
    },
  };
}

function whatIsMissing(): string | null {
  if (process.getuid?.() !== 0) return "needs root";
  return existsSync("/usr/sbin/debootstrap") ? null : "needs debootstrap: apt-get install debootstrap";
}

/** Where this machine gets its Debian packages. */
function mirror(): string {
  const args = ["indextargets", "--format", "$(REPO_URI)", "Created-By: Packages", "Release: bookworm"];
  return execFileSync("apt-get", args, { encoding: "utf8" }).split("\n")[0] ?? "";
}

/** No politer than the peers: what else runs on the machine must not count against one side only. */
function asPeers(args: readonly string[]): readonly string[] {
  return args[0] === "collect" ? [...args, "--nice", "0"] : args;
}
