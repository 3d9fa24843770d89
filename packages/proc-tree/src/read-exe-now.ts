import { askAhead, type FileStat, type MountPoint, parseMountinfo, type Result } from "@livetriage/triage-core";
import { decodeLossless, type LosslessString } from "@livetriage/triage-core/text";
import { fieldGap, type Gathering } from "./gathering.ts";
import { inodeOf, type Process } from "./process.ts";
import { imageKey } from "./read-images.ts";
import { isSameFile, readOwnMountNamespace } from "./read-nameless-exe.ts";

const MOUNTINFO_BYTES = 1_048_576;

/**
 * Look at the path of every program, once per image: is it still the running file? In another mount namespace only the
 * path of a program without a name is looked at, and only where it leads to the same place of the same file system as
 * ours: systemd gives many services a namespace of their own in which little differs.
 *
 * Errors: null where the path cannot be asked, or leads elsewhere in the namespace of the process.
 */
export async function readExeNow(run: Gathering, processes: readonly Process[]): Promise<void> {
  const ours = inodeOf(await readOwnMountNamespace(run));
  const asked = processes.filter(hasPath);
  const here = asked.filter(({ mntNamespace }) => mntNamespace === ours);
  const foreign = asked.filter(({ mntNamespace, exe }) => mntNamespace !== ours && exe?.deleted === true);
  const alike = await whereAlike(run, foreign);
  const groups = [...Map.groupBy([...here, ...alike], (process) => `${imageKey(process)} ${pathOf(process)}`).values()];
  let at = 0;
  for await (const found of askAhead(groups, ([first]) => run.host.lstat(pathOf(first as Process)))) {
    for (const process of groups[at++] as Process[]) compare(process, found);
  }
}

/** Those in whose mount namespace the path of their program is where it is in ours. Source: proc_pid_mountinfo(5) */
async function whereAlike(run: Gathering, processes: readonly Process[]): Promise<readonly Process[]> {
  const groups = [...Map.groupBy(processes, ({ mntNamespace }) => mntNamespace).values()];
  const alike: Process[] = [];
  let at = 0;
  for await (const file of askAhead(groups, ([first]) =>
    run.host.readFile(`/proc/${first?.pid}/mountinfo`, { maxBytes: MOUNTINFO_BYTES }),
  )) {
    const group = groups[at++] as Process[];
    if (!file.ok) {
      fieldGap(run, file.error, "/proc/[pid]/mountinfo");
      continue;
    }
    const { mounts } = parseMountinfo(decodeLossless(file.value.bytes));
    alike.push(...group.filter((process) => isAlike(pathOf(process), mounts, run.facts.mounts)));
  }
  return alike;
}

function isAlike(path: LosslessString, theirs: readonly MountPoint[], ours: readonly MountPoint[]): boolean {
  const place = placeOf(path, theirs);
  return place !== null && place === placeOf(path, ours);
}

/** The file system that a path leads to, and where in it: by the mount that covers it, of equal ones the last. */
function placeOf(path: LosslessString, mounts: readonly MountPoint[]): string | null {
  let covering: MountPoint | null = null;
  for (const mount of mounts) {
    const below = mount.mount_point === "/" ? "/" : `${mount.mount_point}/`;
    if (path.startsWith(below) && mount.mount_point.length >= (covering?.mount_point.length ?? 0)) covering = mount;
  }
  if (covering === null) return null;
  const { device, root, mount_point } = covering;
  const rest = path.slice(mount_point === "/" ? 0 : mount_point.length);
  return `${device} ${root === "/" ? "" : root}${rest}`;
}

function pathOf({ exe }: Process): LosslessString {
  return exe?.path ?? "/";
}

function hasPath({ exe, exeStat }: Process): boolean {
  return exe !== null && exeStat !== null && exe.memfd === false && exe.path.startsWith("/");
}

function compare(process: Process, found: Result<FileStat>): void {
  const same = isSameFile(found, process.exeStat as FileStat);
  process.exeNow = same === null ? null : same ? "same" : found.ok ? "replaced" : "missing";
  process.exeNowStat = found.ok && same === false ? found.value : null;
}
