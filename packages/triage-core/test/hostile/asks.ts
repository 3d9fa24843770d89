import { readdirSync } from "node:fs";
import type { HostReader, ReadPart, Result } from "../../src/contract/host-reader.ts";

/** Where things are in a scenario. */
export interface Places {
  readonly hung: string;
  readonly calm: string;
  /** Processes whose memory lock is held. */
  readonly victims: readonly string[];
}

export interface Scenario {
  /** Number of the FUSE request that is never answered, or `lock`; see hung-fuse.c. */
  readonly hangs: string;
  readonly seconds: number;
  /** Enter the mount although it is FUSE. */
  readonly enter: boolean;
  ask(host: HostReader, places: Places): Promise<unknown>;
}

const LOOKUP = "1";
const GETATTR = "3";
const OPEN = "14";
const READ = "15";
const OPENDIR = "27";
const READDIR = "28";

const PARTS: readonly ReadPart[] = [
  { file: "status", maxBytes: 8192 },
  { file: "cmdline", maxBytes: 4096 },
  { link: "exe" },
  { file: "environ", maxBytes: 4096 },
];

/** One ask into the trap between asks that must be answered, and another into the trap's mount afterwards. */
const aroundTrap =
  (trap: (host: HostReader, hung: string) => Promise<Result<unknown>>) =>
  async (host: HostReader, { hung, calm }: Places): Promise<string[]> => {
    const first = await Promise.all([
      host.readFile(`${calm}/file`, { maxBytes: 10 }),
      trap(host, hung),
      host.list(calm, { maxEntries: 10, stat: true }),
      host.readFile(`${calm}/file`, { maxBytes: 10 }),
    ]);
    return [...first, await host.lstat(`${hung}/g`)].map(errnoOf);
  };

const readFile = (host: HostReader, hung: string): Promise<Result<unknown>> =>
  host.readFile(`${hung}/f`, { maxBytes: 10 });
const list = (host: HostReader, hung: string): Promise<Result<unknown>> => host.list(hung, { maxEntries: 10 });

/** All processes, in one go: what is not answered, and the parts of each victim. */
async function askAll(host: HostReader, { victims }: Places): Promise<unknown> {
  const pids = readdirSync("/proc").filter((name) => /^\d+$/.test(name));
  const sets = await Promise.all(pids.map((pid) => host.readSet(`/proc/${pid}`, PARTS)));
  const others = pids.filter((pid, i) => !victims.includes(pid) && /BLOCKED|SKIPPED/.test(errnosOf(sets[i]).join()));
  return { others, victims: victims.map((pid) => errnosOf(sets[pids.indexOf(pid)])) };
}

export const ASKS: Readonly<Record<string, Scenario>> = {
  "by policy": { hangs: GETATTR, seconds: 10, enter: false, ask: aroundTrap(readFile) },
  lookup: { hangs: LOOKUP, seconds: 15, enter: true, ask: aroundTrap(readFile) },
  getattr: { hangs: GETATTR, seconds: 15, enter: true, ask: aroundTrap(list) },
  open: { hangs: OPEN, seconds: 15, enter: true, ask: aroundTrap(readFile) },
  read: { hangs: READ, seconds: 15, enter: true, ask: aroundTrap(readFile) },
  opendir: { hangs: OPENDIR, seconds: 15, enter: true, ask: aroundTrap(list) },
  readdir: { hangs: READDIR, seconds: 15, enter: true, ask: aroundTrap(list) },
  "one memory lock": { hangs: "lock1", seconds: 10, enter: false, ask: askAll },
  "memory locks of two users": { hangs: "lock12", seconds: 15, enter: false, ask: askAll },
};

function errnoOf(result: Result<unknown>): string {
  if (result.ok) return "ok";
  return result.error.why === undefined ? result.error.errno : `${result.error.errno} ${result.error.why}`;
}

function errnosOf(result: Awaited<ReturnType<HostReader["readSet"]>> | undefined): string[] {
  if (result === undefined) return [];
  return result.ok ? result.value.parts.map(errnoOf) : [errnoOf(result)];
}
