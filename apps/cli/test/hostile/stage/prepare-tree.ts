import { execFileSync } from "node:child_process";
import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { basename, dirname, join } from "node:path";
import { COMMAND_FILES } from "../../livetriage.ts";

const HERE = import.meta.dirname;
const CLI = join(HERE, "../../..");
const CORE_TEST = join(CLI, "../../packages/triage-core/test/hostile");

/** Programs of this machine that the small host has. */
const PROGRAMS =
  "base64 bash cat cmp grep kill md5sum sort chmod chown cp date dd find head ip ln ls lsof mkdir mkfifo mknod mount mv nsenter chroot cut tr head wc sha256sum echo env df seq prlimit ps readlink rm rmdir seq setpriv setsid sh sleep ss stat timeout touch truncate umount unshare".split(
    " ",
  );

const DIRECTORIES =
  "dev etc/cron.d etc/systemd/system home mnt old opt/livetriage/bin opt/livetriage/dist proc root/.ssh run srv stage/bin stage/cgroup sys tmp usr/lib/systemd/system var/lib var/log var/spool/cron/crontabs var/tmp".split(
    " ",
  );

const FILES: Readonly<Record<string, string>> = {
  "etc/hostname": "hostile\n",
  "etc/os-release": 'ID=debian\nVERSION_ID="12"\nPRETTY_NAME="A small hostile host"\n',
  "etc/passwd": "root:x:0:0:root:/root:/bin/bash\nuser:x:1000:1000::/home/user:/bin/bash\n",
  "etc/group": "root:x:0:\nuser:x:1000:\n",
  "etc/crontab": "17 * * * * root /usr/bin/true\n",
};

/**
 * A tree that a small host is made of: a few programs of this machine and their libraries, the built command as it is
 * installed, and the actors, compiled now.
 */
export function prepareTree(): { readonly path: string; remove(): void } {
  const path = mkdtempSync(join(tmpdir(), "livetriage-hostile-"));
  chmodSync(path, 0o755);
  for (const directory of DIRECTORIES) mkdirSync(join(path, directory), { recursive: true });
  for (const name of ["bin", "sbin", "lib", "lib64"]) {
    mkdirSync(join(path, "usr", name), { recursive: true });
    symlinkSync(`usr/${name}`, join(path, name));
  }
  for (const [name, text] of Object.entries(FILES)) writeFileSync(join(path, name), text);
  for (const file of COMMAND_FILES) copyFileSync(join(CLI, file), join(path, "opt/livetriage", file));
  for (const program of [...pathsOf(PROGRAMS), process.execPath]) install(program, path);
  copyFileSync(join(HERE, "functions.sh"), join(path, "stage/functions.sh"));
  compileActors(join(path, "stage/bin"));
  writeFileSync(join(path, "usr/bin/node"), "");
  return { path, remove: () => rmSync(path, { recursive: true, force: true }) };
}

function pathsOf(programs: readonly string[]): string[] {
  return programs.flatMap((program) => {
    const path = ["/usr/bin", "/usr/sbin", "/bin", "/sbin"]
      .map((folder) => join(folder, program))
      .find((file) => existsSync(file));
    return path === undefined ? [] : [path];
  });
}

/** A program and the libraries that it is linked with; of our Node, which is mounted, only the libraries. */
function install(program: string, tree: string): void {
  if (program !== process.execPath) copyFileSync(program, join(tree, "usr/bin", basename(program)));
  const libraries = execFileSync("ldd", [program], { encoding: "utf8" }).matchAll(/(\/\S+) \(0x/g);
  for (const [, library = ""] of libraries) {
    const at = join(tree, library.startsWith("/usr/") ? library : `/usr${library}`);
    mkdirSync(dirname(at), { recursive: true });
    copyFileSync(library, at);
  }
}

function compileActors(into: string): void {
  const actors = join(HERE, "../actors");
  const sources = [...readdirSync(actors).map((name) => join(actors, name)), join(CORE_TEST, "hung-fuse.c")];
  for (const source of sources.filter((name) => name.endsWith(".c"))) {
    const isLibrary = source.endsWith("-preload.c");
    const program = join(into, basename(source, ".c") + (isLibrary ? ".so" : ""));
    const flags = isLibrary ? ["-shared", "-fPIC", "-ldl"] : ["-pthread"];
    execFileSync("gcc", ["-O1", "-Wall", "-Werror", "-o", program, source, ...flags]);
  }
}
