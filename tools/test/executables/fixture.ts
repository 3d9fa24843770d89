import { execFileSync } from "node:child_process";
import { copyFileSync, linkSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { root } from "../../stamp.mjs";

/** A small host of files: a unit, a timer, a job, a login script, a key and a program, each of which starts something. */
const FILES: Readonly<Record<string, string>> = {
  "etc/os-release": 'ID=debian\nVERSION_ID="12"\nPRETTY_NAME="Fixture"\n',
  "etc/hostname": "fixture\n",
  "etc/passwd": "root:x:0:0:root:/root:/bin/sh\nann:x:1000:1000::/home/ann:/bin/sh\n",
  "etc/crontab": "*/5 * * * * root /opt/x/beacon --to 203.0.113.9\n",
  "etc/systemd/system/x.service": "[Service]\nExecStart=/opt/x/beacon\n\n[Install]\nWantedBy=multi-user.target\n",
  "etc/profile.d/x.sh": "export PATH=/opt/x:$PATH\n",
  "etc/ld.so.preload": "/opt/x/hook.so\n",
  "home/ann/.ssh/authorized_keys": "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIHnk ann@x\n",
  "opt/x/beacon": "#!/bin/sh\nexec sleep 1\n",
};

/** Puts the fixture host below `folder`. */
export function plantHost(folder: string): void {
  for (const [name, text] of Object.entries(FILES)) {
    mkdirSync(join(folder, dirname(name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
}

/** A folder on the file system of the built executables, so that they can be linked into it; removed by `remove`. */
export function workFolder(): { folder: string; remove: () => void } {
  const cache = join(root, "node_modules/.cache");
  mkdirSync(cache, { recursive: true });
  const folder = mkdtempSync(join(cache, "executables-test-"));
  return { folder, remove: () => rmSync(folder, { recursive: true, force: true }) };
}

/** The libraries of this machine that an executable is linked with, and its loader. */
function librariesOf(executable: string): string[] {
  const listed = execFileSync("ldd", [executable], { encoding: "utf8" });
  return [...listed.matchAll(/\/\S+\.so[.\d]*/g)].map(([file]) => file);
}

/** The same in one folder, in the place of those that a release brings. */
export function plantLibraries(folder: string, executable: string): void {
  mkdirSync(folder);
  for (const file of librariesOf(executable)) copyFileSync(file, join(folder, basename(file)));
}

/** Nothing but the executable and the libraries that it is linked with: no shell, no Node. */
export function plantBareTree(tree: string, executable: string): void {
  for (const file of librariesOf(executable)) {
    mkdirSync(join(tree, dirname(file)), { recursive: true });
    copyFileSync(file, join(tree, file));
  }
  for (const folder of ["proc", "dev", "tmp"]) mkdirSync(join(tree, folder));
  linkSync(executable, join(tree, "livetriage"));
}

interface Package {
  readonly phases: Readonly<Record<string, { items: unknown[]; errors: unknown[]; truncations: unknown[] }>>;
}

/** What was found, without what tells one collection from another. */
export function contentOf(json: string): unknown {
  const { phases } = JSON.parse(json) as Package;
  return Object.entries(phases).map(([name, { items, errors, truncations }]) => ({ name, items, errors, truncations }));
}
