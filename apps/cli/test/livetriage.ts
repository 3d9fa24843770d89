import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { constants, tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { onTestFinished, type TestContext } from "vitest";

/** The command as installed, built by the `build` task; another one, as the single executable, by the environment. */
export const COMMAND: string = process.env["LIVETRIAGE_COMMAND"] ?? join(import.meta.dirname, "../bin/livetriage");

/** Two phases that take a moment on any machine, whatever lies on its disks. */
export const QUICK = "--phase proc-tree --phase net-conns";

/** Starts a program without rights; needs root. */
export const AS_NOBODY = "setpriv --reuid=65534 --regid=65534 --clear-groups --no-new-privs";

export interface Done {
  /** As a shell tells it: 128 + signal for a killed process. */
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Run a shell script in which `livetriage` is the built command; both streams are pipes. */
export function shell(script: string, onChild: (child: ChildProcess) => void = () => undefined): Promise<Done> {
  const path = `${dirname(process.execPath)}:${process.env["PATH"]}`;
  const child = spawn("bash", ["-c", `livetriage() { ${COMMAND} "$@"; }\n${script}`], {
    env: { ...process.env, COMMAND, PATH: path, NO_COLOR: "1" },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const streams = { stdout: "", stderr: "" };
  child.stdout.setEncoding("utf8").on("data", (text: string) => (streams.stdout += text));
  child.stderr.setEncoding("utf8").on("data", (text: string) => (streams.stderr += text));
  onChild(child);
  return new Promise((resolve) => {
    child.on("close", (code, signal) => {
      resolve({ code: code ?? 128 + (signal === null ? 0 : constants.signals[signal]), ...streams });
    });
  });
}

const REPOSITORY = join(import.meta.dirname, "../../..");

/** Hides what a directory holds, but not a checkout that stands there. */
function hide(directory: string): string {
  if (!REPOSITORY.startsWith(`${directory}/`)) return `mount -t tmpfs tmpfs ${directory}`;
  return `mount -t tmpfs tmpfs /mnt && mkdir /mnt/kept && mount --bind ${REPOSITORY} /mnt/kept &&
    mount -t tmpfs tmpfs ${directory} && mkdir -p ${REPOSITORY} && mount --bind /mnt/kept ${REPOSITORY} && umount -l /mnt`;
}

/** Where people and their programs keep large trees that are no part of a test. */
const HIDDEN = ["/tmp", "/var/tmp", "/root", "/home"];

/** The same with mounts, processes and network of its own; the directories of `HIDDEN` are empty. */
export function isolated(script: string): Promise<Done> {
  const inner = `${HIDDEN.map(hide).join(" && ")} && ip link set lo up\n${script}`;
  const unshare = "unshare --mount --net --pid --fork --mount-proc --kill-child";
  return shell(`export -f livetriage; ${unshare} bash -c '${inner.replaceAll("'", `'\\''`)}'`);
}

const canIsolate = spawnSync("/usr/bin/unshare", ["--mount", "--net", "--pid", "--fork", "true"]).status === 0;

/** For what holds on any host: the small one where we can have it, else the one that we are on. */
export const small: (script: string) => Promise<Done> = canIsolate ? isolated : shell;

/** Skips a test, with the reason, where `isolated` cannot work. */
export function needsIsolation({ skip }: TestContext): void {
  if (!canIsolate) skip("needs root and the right to make namespaces");
}

/** Skips a test, with the reason, where we cannot become another user. */
export function needsRoot({ skip }: TestContext): void {
  if (process.geteuid?.() !== 0) skip("needs root, to drop it");
}

/** A directory that is gone after the test. */
export function scratch(): string {
  const path = mkdtempSync(join(tmpdir(), "livetriage-cli-"));
  onTestFinished(() => rmSync(path, { recursive: true, force: true }));
  return path;
}

/** What an installed command is made of. */
export const COMMAND_FILES = [
  "bin/livetriage",
  ...["livetriage.cjs", "program.cjs", "program.cache", "reader.cjs"].map((file) => `dist/${file}`),
];

/** The command and its Node where every user may read them, wherever the checkout stands; gone after the test. */
export function commandForAll(): string {
  const home = scratch();
  chmodSync(home, 0o755);
  for (const file of COMMAND_FILES) {
    mkdirSync(join(home, dirname(file)), { recursive: true });
    copyFileSync(join(REPOSITORY, "apps/cli", file), join(home, file));
  }
  copyFileSync(process.execPath, join(home, "bin/node"));
  return `env PATH=${home}/bin:/usr/bin:/bin ${home}/bin/livetriage`;
}

/** The same with readers that do something else. */
export function commandWithReader(does: string): string {
  const command = commandForAll();
  writeFileSync(join(dirname(command.slice(command.lastIndexOf(" ") + 1)), "../dist/reader.cjs"), does);
  return command;
}

/** The last line of what was printed. */
export function lastLine(text: string): string {
  return text.trimEnd().split("\n").at(-1) ?? "";
}

/** Directories of the recorded hosts. */
export function recordedHosts(): string[] {
  const hosts = join(import.meta.dirname, "../../../fixtures/hosts");
  return readdirSync(hosts)
    .map((name) => join(hosts, name))
    .filter((folder) => existsSync(join(folder, "recording.jsonl")));
}
