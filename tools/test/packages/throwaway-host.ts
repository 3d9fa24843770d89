import { execFileSync, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { copyFileSync, readdirSync, readFileSync, statSync } from "node:fs";
import { basename, join } from "node:path";

/** A copy on write of a tree, in a mount namespace that ends with it; nothing of the tree itself changes. */
const SCENE = `set -e
mount -t tmpfs none /mnt && mkdir /mnt/upper /mnt/work /mnt/root
mount -t overlay overlay -o "lowerdir=$0,upperdir=/mnt/upper,workdir=/mnt/work" /mnt/root
for own in run tmp var/cache var/log; do mount -t tmpfs none "/mnt/root/$own"; done
mount -t proc proc /mnt/root/proc && mount --rbind /dev /mnt/root/dev
mkdir -p /mnt/root/var/log/apt /mnt/root/var/cache/apt/archives/partial /mnt/root/var/cache/debconf
echo ready && exec sleep 600`;

const PATH = "/usr/sbin:/usr/bin:/sbin:/bin";

/** A host that packages are installed on: this machine, or a tree of one. */
export class ThrowawayHost {
  readonly #process;

  private constructor(process: ReturnType<typeof spawn>) {
    this.#process = process;
  }

  static async start(tree = "/"): Promise<ThrowawayHost> {
    const child = spawn("unshare", ["--mount", "sh", "-c", SCENE, tree], { stdio: ["ignore", "pipe", "inherit"] });
    await once(child.stdout, "data");
    return new ThrowawayHost(child);
  }

  /** A command on the host: what it printed. Throws when it fails. */
  run(...command: string[]): string {
    const [program, ...args] = this.#enter(command);
    const env = { PATH, DEBIAN_FRONTEND: "noninteractive" };
    return execFileSync(program, args, { encoding: "utf8", env, stdio: ["ignore", "pipe", "pipe"] });
  }

  /** The exit code of a command that may fail, and what it said. */
  attempt(...command: string[]): { readonly code: number | null; readonly said: string } {
    const [program, ...args] = this.#enter(command);
    const { status, stdout, stderr } = spawnSync(program, args, {
      encoding: "utf8",
      env: { PATH },
      stdio: ["ignore", "pipe", "pipe"],
    });
    return { code: status, said: `${stdout}${stderr}` };
  }

  sh(script: string): string {
    return this.run("sh", "-ec", script);
  }

  /** Puts a file of ours there; gives its path on the host. */
  bring(file: string): string {
    copyFileSync(file, join(this.#top("root"), "tmp", basename(file)));
    return `/tmp/${basename(file)}`;
  }

  read(path: string): string {
    return readFileSync(join(this.#top("root"), path), "utf8");
  }

  /** Every file that was made, changed or taken away since the start, without the package managers' own. */
  changes(): string[] {
    const upper = this.#top("upper");
    const names = readdirSync(upper, { recursive: true, encoding: "utf8" });
    const files = names.filter((name) => !statSync(join(upper, name), { throwIfNoEntry: false })?.isDirectory());
    return files.filter((name) => !OTHERS.test(name)).toSorted();
  }

  close(): void {
    this.#process.kill("SIGKILL");
  }

  #top(part: "root" | "upper"): string {
    return `/proc/${this.#process.pid}/root/mnt/${part}`;
  }

  #enter(command: readonly string[]): [string, ...string[]] {
    return ["nsenter", "--mount", "--target", `${this.#process.pid}`, "chroot", "/mnt/root", ...command];
  }
}

/** What package managers and shadow(5) keep for themselves: databases, locks, backups. */
const OTHERS =
  /^var\/lib\/(dpkg|rpm|apt)\/|^root\/\.rpmdb\/|^etc\/(passwd|group|shadow|gshadow)-$|^etc\/\.pwd\.lock$|^etc\/ld\.so\.cache$/;
