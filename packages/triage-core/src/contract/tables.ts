import type { LosslessString } from "../text/lossless.ts";
import type { Account } from "./host-facts.ts";
import type { FileStat, HostError, HostReader, Listing, ReadPart, ReadSet, Result } from "./host-reader.ts";

/** One open file descriptor: its number and what its link says (`socket:[123]`, `/var/log/x (deleted)`). */
export interface OpenFd {
  readonly fd: number;
  readonly link: LosslessString;
}

/** The descriptors of one process. `dropped` counts those beyond the table's cap; `error` says why there are none. */
export interface ProcessFds {
  readonly pid: number;
  /** Field 22 of stat: the process that held these descriptors. Decimal. */
  readonly start_ticks: string;
  readonly comm: LosslessString;
  readonly uid: number | null;
  /** What its link `ns/net` says: `net:[4026531840]`. */
  readonly netns: Result<LosslessString>;
  readonly fds: readonly OpenFd[];
  readonly dropped: number;
  readonly error: HostError | null;
}

/** The descriptors of all processes, and what could not be learnt: a listing of /proc, the stat of a process. */
export interface FdTable {
  readonly processes: readonly ProcessFds[];
  readonly errors: readonly HostError[];
}

/** The program image that a process runs, with a process through which it can be read. */
export interface RunningImage {
  /** `major:minor:inode` of the file. */
  readonly key: string;
  /** `/proc/[pid]`, or `/proc/[pid]/task/[tid]` of a process whose main thread has ended. */
  readonly dir: string;
  /** Field 22 of the stat there, decimal. */
  readonly start_ticks: string;
  readonly size: bigint;
}

/** sha256 of an image; null when the budget did not reach it (`error` null) or it could not be read. */
export interface ImageHash {
  readonly sha256: string | null;
  readonly error: HostError | null;
}

/** What a package database says of a path. */
export interface FileOwner {
  /** Name of the package. */
  readonly package: string;
  readonly manager: PackageManager;
  /** The package leaves the file to the administrator (conffile, backup, %config, ucf). */
  readonly config: boolean;
  /** When its manager last wrote of its installation, in seconds since the epoch; empty where that is not recorded. */
  readonly installed_s: readonly number[];
  /** Content against the recorded digest; `unknown` when none is recorded, it was not asked for, or it could not be read. */
  readonly digest: "same" | "changed" | "unknown";
}

export type PackageManager = "dpkg" | "rpm" | "apk" | "pacman";

/** A script that a package database holds itself (rpm), and why it is not as its package brought it. */
export interface PackageScript {
  readonly package: LosslessString;
  /** `%post`, `%trigger` … */
  readonly kind: string;
  /** What runs it, with its arguments; empty when the package does not say. */
  readonly interpreter: LosslessString;
  readonly text: LosslessString;
  /** Its header is not what was built; its package has no signature, where most have one. */
  readonly standing: "changed" | "unsigned";
}

/** A regular file that the caller has looked at: it is not looked at again, and only this one is read. */
export interface KnownFile {
  readonly path: LosslessString;
  readonly stat: FileStat;
  /** All of it, where the caller has read it: it is not read again. */
  readonly content?: Uint8Array | undefined;
}

/** Owners of the paths asked for; a path that no package owns is not in it. */
export interface OwnerTable {
  /** Databases that could be read; when none, nothing is known of any path. */
  readonly databases: readonly PackageManager[];
  readonly owners: ReadonlyMap<LosslessString, FileOwner>;
  /** sha256 of the files that were read to compare them. */
  readonly sha256: ReadonlyMap<LosslessString, string>;
  /** The first bytes of these files, up to 512. */
  readonly heads: ReadonlyMap<LosslessString, Uint8Array>;
  /** Files that the budget did not reach. */
  readonly unread: readonly LosslessString[];
  readonly errors: readonly HostError[];
}

/** A container as the cgroup of a process and the files of its runtime tell it; unknown is null. */
export interface Container {
  readonly runtime: string;
  /** Id, or name where the runtime has no ids. */
  readonly id: string;
  readonly name: string | null;
  readonly image: string | null;
  readonly image_digest: string | null;
  readonly pod: string | null;
  readonly pod_namespace: string | null;
  readonly pod_uid: string | null;
  readonly privileged: boolean | null;
  /** Why the runtime's own files told nothing, null when they did. */
  readonly unread: string | null;
}

/** The containers of some cgroups; a path outside of containers is not in it. */
export interface ContainerTable {
  readonly containers: ReadonlyMap<LosslessString, Container>;
  readonly errors: readonly HostError[];
}

/** What several phases need and nobody should walk twice. Memoised per run. */
export interface Tables {
  /**
   * `parts` of processes, each read as one through the phase's own host; answers in the order of `pids`. Where `fds` are
   * asked for, by this phase or another, they are read in the same visit, so that no process is entered twice.
   */
  visit(
    host: HostReader,
    pids: readonly number[],
    parts: readonly ReadPart[],
    wanted?: { readonly fds?: boolean },
  ): AsyncIterable<Result<ReadSet>>;
  /** Open descriptors of every process that a listing of /proc shows or that was visited, in the order of the listing. */
  fds(): Promise<FdTable>;
  /** The same, walked anew: for what came into being after the first walk. */
  fdsAgain(): Promise<FdTable>;
  /** Hashes of images by their key: each is read once per run, the largest last, within a budget of bytes. */
  images(wanted: readonly RunningImage[]): Promise<ReadonlyMap<string, ImageHash>>;
  /**
   * Packages that own some files, by their paths without links. `verify` names those whose content is compared with the
   * package's digest, smallest first until `maxBytes` are read; each is read once per run, and costs nothing when asked for again.
   */
  owners(
    paths: readonly LosslessString[],
    verify: readonly (LosslessString | KnownFile)[],
    maxBytes: number,
  ): Promise<OwnerTable>;
  /** Scripts in package databases that are not as their packages brought them, at most 256. */
  packageScripts(): Promise<readonly PackageScript[]>;
  /** A directory of a package database with the lstat of every name, listed once: dpkg's has a crowd of them. */
  packageListing(directory: LosslessString): Promise<Result<Listing>>;
  /** The directories that packages have files in: one look spares as many as there are files in any other directory. */
  packageDirectories(): Promise<{ has(directory: LosslessString): boolean }>;
  /**
   * Containers by paths of cgroups, from the files of their runtimes; no runtime is asked. `accounts` lead to the storage
   * of users who run containers of their own.
   */
  containers(cgroups: Iterable<LosslessString>, accounts: readonly Account[]): Promise<ContainerTable>;
}
