import { spawn } from "node:child_process";
import { once } from "node:events";
import type { Readable } from "node:stream";
import type { FindEvent, FindSpec, HostError } from "../contract/host-reader.ts";
import { findArguments, unsayable } from "./find-arguments.ts";
import { parseComplaint } from "./find-complaint.ts";
import { FindRecords } from "./find-records.ts";
import { FIND } from "./find-trust.ts";

const MOST_COMPLAINT_BYTES = 4 * 1024 * 1024;

/**
 * Run the host's `find`: by its absolute path, without a shell, with nothing in its environment but the C locale.
 * When the signal fires or the reader of its events leaves, it is killed and not waited for.
 *
 * Errors: lines of complaint, and paths that cannot be said on a command line, come as events before the end.
 */
export async function* runFind(spec: FindSpec): AsyncGenerator<FindEvent, void, undefined> {
  const child = spawn(FIND, findArguments(spec), { env: { LC_ALL: "C" }, stdio: ["ignore", "pipe", "pipe"] });
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
  try {
    for await (const chunk of untilDestroyed(child.stdout)) {
      yield { kind: "entries", entries: records.push(chunk) };
    }
    const [exitCode] = spec.signal.aborted ? [null] : await closed;
    for (const error of [...unsayable(spec), ...complaints(), ...malformed(records.malformed)])
      yield { kind: "error", error };
    yield { kind: "end", program: FIND, exitCode: typeof exitCode === "number" ? exitCode : null };
  } finally {
    spec.signal.removeEventListener("abort", stop);
    stop();
  }
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
