import { askAhead, type FileBytes, type ReadPart, type ReadSet, type Result } from "@livetriage/triage-core";
import { decodeLossless, type LosslessString } from "@livetriage/triage-core/text";
import { dirOf } from "./dir-of.ts";
import { fieldGap, type Gathering } from "./gathering.ts";
import { parseEnviron } from "./parse/environ.ts";
import { parseLimits } from "./parse/limits.ts";
import { parseMaps } from "./parse/maps.ts";
import { type DearFacts, hasProgram, type Process } from "./process.ts";
import { sameProcess } from "./same-process.ts";

const LIMITS_BYTES = 8192;
const ENVIRON_BYTES = 32_768;
const MAPS_BYTES = 1_048_576;
const MAX_THREADS = 64;

/** What no other process can block comes first. */
const PARTS: readonly ReadPart[] = [
  { file: "limits", maxBytes: LIMITS_BYTES },
  { file: "environ", maxBytes: ENVIRON_BYTES },
  { file: "maps", maxBytes: MAPS_BYTES },
];

/** The pass over few processes: limits, environment, mappings and thread names. */
export async function readDear(run: Gathering, processes: readonly Process[]): Promise<void> {
  // Environment and mappings wait for the lock that already kept the arguments back.
  const wanted = processes.filter((process) => hasProgram(process) && process.cmdlineStatus !== "blocked");
  let at = 0;
  for await (const answer of askAhead(wanted, (process) =>
    run.host.readSet(dirOf(process), PARTS, sameProcess(process)),
  )) {
    const process = wanted[at++] as Process;
    if (answer.ok) process.dear = await toDear(run, process, answer.value);
    else fieldGap(run, answer.error, "/proc/[pid]/environ");
  }
}

async function toDear(run: Gathering, process: Process, { parts }: ReadSet): Promise<DearFacts> {
  const [limits, environ, maps] = parts as [Result<FileBytes>, Result<FileBytes>, Result<FileBytes>];
  const sources = ["limits", "environ", "maps"];
  for (const [i, part] of [limits, environ, maps].entries()) {
    if (!part.ok) fieldGap(run, part.error, `/proc/[pid]/${sources[i]}`);
  }
  if (maps.ok && maps.value.more) {
    const message = `Mappings beyond ${MAPS_BYTES} bytes of the file are not read.`;
    const path = `/proc/${process.pid}/maps`;
    run.errors.push({ kind: "skipped", why: "budget", scope: "field", source: "/proc/[pid]/maps", path, message });
  }
  return {
    limits: limits.ok ? parseLimits(decodeLossless(limits.value.bytes)) : null,
    environ: environ.ok ? parseEnviron(environ.value.bytes, environ.value.more) : null,
    maps: maps.ok ? parseMaps(maps.value.bytes) : null,
    threadNames: await readThreadNames(run, process),
  };
}

/** Names of the first threads that differ from the name of the process. */
async function readThreadNames(run: Gathering, { pid, stat }: Process): Promise<LosslessString[] | null> {
  if (stat === null || stat.num_threads <= 1) return [];
  const tasks = await run.host.list(`/proc/${pid}/task`, { maxEntries: MAX_THREADS });
  if (!tasks.ok) {
    fieldGap(run, tasks.error, "/proc/[pid]/task");
    return null;
  }
  const files = await Promise.all(
    tasks.value.entries.map(({ name }) => run.host.readFile(`/proc/${pid}/task/${name}/comm`, { maxBytes: 64 })),
  );
  const names = files.flatMap((file) => (file.ok ? [decodeLossless(file.value.bytes).replace(/\n$/, "")] : []));
  return [...new Set(names)].filter((name) => name !== stat.comm);
}
