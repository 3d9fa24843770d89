import { spawn } from "node:child_process";
import { once } from "node:events";
import type { Readable } from "node:stream";
import type { FindEvent, FindSpec, HostError } from "../contract/host-reader.ts";
import { findArguments, unsayable } from "./find-arguments.ts";
import { parseComplaint } from "./find-complaint.ts";
import { type FindProgress, watchFind } from "./find-patience.ts";
import { FindRecords } from "./find-records.ts";
import { FIND } from "./find-trust.ts";

/** Read at a time: entries that are soon forgotten should not live long enough to be moved to the old ones. */
const PIECE_BYTES = 16 * 1024;
const MOST_COMPLAINT_BYTES = 4 * 1024 * 1024;

/**
 * Run the host's `find`: by its absolute path, without a shell, with nothing in its environment but the C locale.
 * When the signal fires, the reader of its events leaves or it stands still, it is killed and not waited for.
 *
 * Errors: lines of complaint, and paths that cannot be said on a command line, come as events before the end.
 */
export async function* runFind(spec: FindSpec): AsyncGenerator<FindEvent, void, undefined> {
  const child = startFind(spec);
  const closed = once(child, "close").catch(() => [null]);
  const complaints = gather(child.stderr);
  const stop = (): void => {
    child.kill("SIGKILL");
    child.stdout.destroy();
    child.stderr.destroy();
    child.unref();
  };
  spec.signal.addEventListener("abort", stop, { once: true });
  if (spec.signal.aborted) stop();
  const records = new FindRecords();
  const progress: FindProgress = { chunks: 0, isAwaited: true };
  let stuck = false;
  const endWatch = watchFind(child.pid ?? 0, progress, () => {
    stuck = true;
    stop();
  });
  try {
    for await (const chunk of untilDestroyed(child.stdout)) {
      progress.isAwaited = false;
      progress.chunks++;
      for (let at = 0; at < chunk.length; at += PIECE_BYTES) {
        yield { kind: "entries", entries: records.push(chunk.subarray(at, at + PIECE_BYTES)) };
      }
      progress.isAwaited = true;
    }
    const [exitCode] = stuck || spec.signal.aborted ? [null] : await closed;
    for (const error of [...unsayable(spec), ...complaints(), ...malformed(records.malformed)])
      yield { kind: "error", error };
    const end = { kind: "end", program: FIND, exitCode: typeof exitCode === "number" ? exitCode : null } as const;
    yield stuck ? { ...end, stuck } : end;
  } finally {
    endWatch();
    spec.signal.removeEventListener("abort", stop);
    stop();
  }
}

/** In `/`, as it opens the directory that it starts in, and the operator may stand anywhere. */
function startFind(spec: FindSpec) {
  return spawn(FIND, findArguments(spec), { cwd: "/", env: { LC_ALL: "C" }, stdio: ["ignore", "pipe", "pipe"] });
}

async function* untilDestroyed(stream: Readable): AsyncGenerator<Buffer, void, undefined> {
  try {
    for await (const chunk of stream) yield chunk as Buffer;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ERR_STREAM_PREMATURE_CLOSE") throw error;
  }
}

/** Lines so far; what goes beyond the cap is not kept. */
function gather(stream: Readable): () => HostError[] {
  const chunks: Buffer[] = [];
  let bytes = 0;
  stream.on("error", () => {});
  stream.on("data", (chunk: Buffer) => {
    bytes += chunk.length;
    if (bytes <= MOST_COMPLAINT_BYTES) chunks.push(chunk);
  });
  const lines = (): string[] => Buffer.concat(chunks).toString("latin1").split("\n");
  return () => lines().flatMap((line) => parseComplaint(line) ?? []);
}

function malformed(count: number): HostError[] {
  return count === 0 ? [] : [{ op: "find", path: FIND, errno: "EBADMSG" }];
}
