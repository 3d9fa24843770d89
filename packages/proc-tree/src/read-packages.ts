import { fieldGap, type Gathering } from "./gathering.ts";
import type { Process } from "./process.ts";
import { readImageHashes } from "./read-images.ts";

/** Bytes of files that are compared with the digest of their package. */
const VERIFY_BYTES = 134_217_728;
const SETUID = 0o4000;

/** Container runtimes that start themselves from a memfd, in the places of distributions. */
export const RUNTIMES: readonly string[] = [
  "/usr/bin/runc",
  "/usr/sbin/runc",
  "/usr/libexec/runc",
  "/usr/bin/crun",
  "/usr/bin/youki",
  "/usr/bin/lxc-start",
];

/** How runtimes name the copy of themselves that they run: `runc_cloned:/proc/self/exe`. */
const CLONE = /^\/memfd:(?:\w+_cloned:|lxc)/;

/** Would a package that owns the file at the path of the program change what is told of it? */
function isAsked({ exe, exeStat, exeNow }: Process): boolean {
  if (exe?.deleted === true && exeNow === "replaced") return true;
  return exeStat !== null && (exeStat.mode & SETUID) !== 0;
}

/**
 * Ask the package databases for programs, where the answer changes what is told of them, or for `all`; files that took
 * the place of a running program are compared with the digest of their package.
 */
export async function readPackages(run: Gathering, processes: readonly Process[], all: boolean): Promise<void> {
  const asked = processes.filter((process) => process.exe !== null && (all || isAsked(process)));
  if (asked.length === 0) return;
  const replaced = asked.filter(({ exe }) => exe?.deleted === true).map(({ exe }) => exe?.path ?? "");
  const table = await run.tables.owners(
    asked.map(({ exe }) => exe?.path ?? ""),
    replaced,
    VERIFY_BYTES,
  );
  for (const error of table.errors) fieldGap(run, error, "/**");
  if (table.databases.length === 0) return;
  for (const process of asked) process.package = table.owners.get(process.exe?.path ?? "") ?? "none";
}

/** Note which memfds that are named like the clone of a container runtime are a packaged one, byte for byte. */
export async function readMemfdRuntimes(run: Gathering, processes: readonly Process[]): Promise<void> {
  const memfds = processes.filter(({ exe }) => exe?.memfd === true && CLONE.test(exe.path));
  if (memfds.length === 0) return;
  await readImageHashes(run, memfds);
  const { owners, sha256 } = await run.tables.owners(RUNTIMES, RUNTIMES, VERIFY_BYTES);
  const packaged = new Set(
    RUNTIMES.filter((path) => owners.get(path)?.digest === "same").map((path) => sha256.get(path)),
  );
  for (const process of memfds) {
    if (process.exeSha256 !== null && packaged.has(process.exeSha256)) process.told.add("memfd_of_package");
  }
}
