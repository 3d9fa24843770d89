import { type BigIntStats, closeSync, constants, fstatSync, openSync } from "node:fs";
import { errnoOf, HostFault } from "./host-fault.ts";
import type { ReaderState } from "./state.ts";

const PLAIN = constants.O_RDONLY | constants.O_NONBLOCK | constants.O_NOCTTY;

/** `kernel`: a figure of the kernel, no atime of worth; `image`: its link to a program, to be followed; else a file. */
export type OpenForm = "kernel" | "image" | "file";

/** Open for reading and look at what it is before a byte is read; only a regular file stays open. */
export function openFile(
  state: ReaderState,
  name: string | Buffer,
  form: OpenForm,
): { readonly fd: number; readonly stat: BigIntStats } {
  const fd = openQuietly(state, name, form);
  try {
    const stat = fstatSync(fd, { bigint: true });
    if (!stat.isFile()) throw new HostFault("open", "NOT_REGULAR");
    return { fd, stat };
  } catch (error) {
    closeSync(fd);
    throw error;
  }
}

/** Without O_NOATIME where the file is not ours to read unseen; that is counted. */
function openQuietly(state: ReaderState, name: string | Buffer, form: OpenForm): number {
  state.counters.files_opened++;
  if (form === "kernel") return openSync(name, PLAIN);
  const flags = form === "image" ? PLAIN : PLAIN | constants.O_NOFOLLOW;
  try {
    return openSync(name, flags | constants.O_NOATIME);
  } catch (error) {
    if (errnoOf(error) !== "EPERM") throw error;
    const fd = openSync(name, flags);
    state.counters.atime_touched++;
    return fd;
  }
}
