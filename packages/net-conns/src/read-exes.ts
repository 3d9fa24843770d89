import { askAhead, type HostReader, type Result, type TriageError, toTriageError } from "@livetriage/triage-core";
import type { LosslessString } from "@livetriage/triage-core/text";
import type { Owner } from "./socket.ts";

/** Programs by `pid start_ticks`, null where a process has none or it may not be known. */
export interface Exes {
  of(process: Owner | null): LosslessString | null;
  readonly errors: readonly TriageError[];
}

/** Read which program each process runs. */
export async function readExes(host: HostReader, processes: Iterable<Owner>): Promise<Exes> {
  const distinct = [...new Map([...processes].map((process) => [key(process), process])).values()];
  const exes = new Map<string, LosslessString>();
  const errors: TriageError[] = [];
  let i = 0;
  for await (const exe of askAhead(distinct, (process) => readExe(host, process))) {
    const process = distinct[i++] as Owner;
    if (exe.ok) exes.set(key(process), exe.value);
    else errors.push(toTriageError(exe.error, { scope: "field", source: "/proc/[pid]/exe" }));
  }
  return { of: (process) => (process === null ? null : (exes.get(key(process)) ?? null)), errors };
}

async function readExe(host: HostReader, { pid, start_ticks }: Owner): Promise<Result<LosslessString>> {
  const set = await host.readSet(`/proc/${pid}`, [{ link: "exe" }], { expect: { start_ticks } });
  return set.ok ? (set.value.parts[0] as Result<LosslessString>) : set;
}

function key({ pid, start_ticks }: Owner): string {
  return `${pid} ${start_ticks}`;
}
