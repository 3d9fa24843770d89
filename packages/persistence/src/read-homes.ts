import { type HostFacts, type HostReader, type TriageError, toTriageError } from "@livetriage/triage-core";
import type { LosslessString } from "@livetriage/triage-core/text";
import { clampPath } from "./clamp-path.ts";
import type { Home } from "./entries/entry.ts";
import { readProcessHomes } from "./read-process-homes.ts";

export interface Homes {
  readonly homes: readonly Home[];
  readonly errors: readonly TriageError[];
  /** Homes beyond the cap. */
  readonly dropped: number;
}

/** Homes that are no one's own. */
const SHARED = new Set([
  "/",
  "/nonexistent",
  "/dev",
  "/bin",
  "/sbin",
  "/usr/bin",
  "/usr/sbin",
  "/proc",
  "/sys",
  "/dev/null",
]);

/** File systems on which looking is asking another machine, or mounting. */
const REMOTE =
  /^(autofs|nfs\d?|cifs|smb3?|smbfs|9p|ceph|afs|coda|ncpfs|glusterfs|lustre|beegfs|gpfs|fuse(\..*)?|fuseblk)$/;

/**
 * Homes of passwd, of nologin accounts too, the directories of /home, two levels deep where the first holds no dot-file
 * (directory users), and what running processes have for HOME. Homes on automounted or remote file systems are not entered; each is told.
 */
export async function readHomes(host: HostReader, facts: HostFacts, maxHomes: number): Promise<Homes> {
  const errors: TriageError[] = [];
  const isRemote = (path: LosslessString) => REMOTE.test(fileSystemOf(facts, path));
  const homes = new Map<LosslessString, Home>();
  const add = (path: LosslessString, user: LosslessString | null, inferred: boolean) => {
    if (homes.has(path) || SHARED.has(path)) return;
    if (isRemote(path)) errors.push(notEntered(path));
    else homes.set(path, { path, user, inferred });
  };
  add("/root", facts.userName(0) ?? "root", false);
  for (const { home, name } of facts.accounts) add(clampPath(home), name, false);
  if (isRemote("/home")) errors.push(notEntered("/home"));
  else await addDirectories(host, errors, maxHomes, (path, user) => add(path, user, true));
  for (const { path, user } of await readProcessHomes(host, facts)) add(clampPath(path), user, true);
  const all = [...homes.values()];
  return { homes: all.slice(0, maxHomes), errors, dropped: Math.max(all.length - maxHomes, 0) };
}

function notEntered(path: LosslessString): TriageError {
  const message = "home on a remote or automounted file system";
  return { kind: "skipped", scope: "source", source: "~", why: "policy", path: path.toWellFormed(), message };
}

async function addDirectories(
  host: HostReader,
  errors: TriageError[],
  maxHomes: number,
  add: (path: LosslessString, user: LosslessString) => void,
): Promise<void> {
  const listing = await host.list("/home", { maxEntries: maxHomes * 4 });
  if (!listing.ok) {
    if (listing.error.errno !== "ENOENT")
      errors.push(toTriageError(listing.error, { scope: "source", source: "/home" }));
    return;
  }
  const names = listing.value.entries.filter(({ type }) => type === "directory").map(({ name }) => name);
  const inner = await Promise.all(names.map((name) => host.list(`/home/${name}`, { maxEntries: maxHomes })));
  for (const [index, name] of names.entries()) {
    const below = inner[index];
    add(`/home/${name}`, name);
    if (below?.ok !== true || below.value.entries.some((entry) => entry.name.startsWith("."))) continue;
    for (const { name: user, type } of below.value.entries)
      if (type === "directory") add(`/home/${name}/${user}`, user);
  }
}

/** The type of the file system that a path is on, by the longest mount point. */
function fileSystemOf(facts: HostFacts, path: LosslessString): string {
  let best = { length: -1, type: "" };
  for (const { mount_point, fs_type } of facts.mounts) {
    const inside = mount_point === "/" || path === mount_point || path.startsWith(`${mount_point}/`);
    if (inside && mount_point.length >= best.length) best = { length: mount_point.length, type: fs_type };
  }
  return best.type;
}
