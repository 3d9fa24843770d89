import { splitLines } from "../text/lines.ts";
import type { LosslessString } from "../text/lossless.ts";

/** Variables that make the dynamic loader load, or find, something else. Source: ld.so(8) */
const LOADER = /^LD_(?:PRELOAD|AUDIT|LIBRARY_PATH)=/;
const DIRECTORY = "\\/(?:usr\\/)?(?:local\\/)?lib(?:32|64|x32)?\\/(?:[\\w-]+\\/)?";
const LOADER_FILE = "ld(?:64)?(?:-linux[\\w-]*|-musl-\\w+|-[\\d.]+)?\\.so(?:\\.\\d+)*";
const NAME = "lib(?:c|m|dl|rt|pthread|util|resolv|anl|stdc\\+\\+|gcc_s|atomic)(?:-[\\d.]+)?\\.so(?:\\.\\d+)*";
/** Libraries of Node and of the C library, where distributions keep them. */
const LIBRARY = new RegExp(`^${DIRECTORY}(?:${LOADER_FILE}|${NAME})$`);
/** The portable form of our executables: its loader is what the kernel runs, and beside it lies all else. */
const PORTABLE = new RegExp(`^(?<folder>/.*/)${LOADER_FILE}$`, "s");
const BESIDE_LOADER = new RegExp(`^(?:livetriage|${NAME})$`);

/** Variables of the loader in an environment. */
export function loaderVariables(environ: LosslessString): LosslessString[] {
  return environ.split("\0").filter((variable) => LOADER.test(variable));
}

/**
 * Files mapped as code into a process besides its own program and the C and C++ libraries: the system's, or those that lie
 * beside a program which is a loader. Memory without a file is not told: Node makes code itself.
 *
 * Source: proc_pid_maps(5)
 */
export function foreignMappings(maps: LosslessString, program: LosslessString): LosslessString[] {
  const files = splitLines(maps).flatMap((line) => {
    const match = /^[0-9a-f]+-[0-9a-f]+ ..(?<code>x). \S+ \S+ (?<inode>\d+)\s+(?<path>\S.*)$/s.exec(line);
    return match?.groups?.["inode"] === "0" ? [] : (match?.groups?.["path"] ?? []);
  });
  const folder = PORTABLE.exec(program)?.groups?.["folder"];
  const isBeside = (path: string): boolean =>
    folder !== undefined && path.startsWith(folder) && BESIDE_LOADER.test(path.slice(folder.length));
  return [...new Set(files)].filter((path) => path !== program && !LIBRARY.test(path) && !isBeside(path));
}

/** Pid of the process that traces this one, null when none does. Source: proc_pid_status(5) */
export function tracerOf(status: LosslessString): string | null {
  const pid = /^TracerPid:\s*(\d+)$/m.exec(status)?.[1] ?? "0";
  return pid === "0" ? null : pid;
}
