import type { HostFacts } from "../contract/host-facts.ts";
import type { HostReader } from "../contract/host-reader.ts";
import { readClocks } from "../run/clocks.ts";
import { parseDecimal } from "../text/numbers.ts";
import type { Head, HeadOptions } from "./head.ts";
import { listProc } from "./list-proc.ts";
import { type FactsRead, readHostFacts } from "./read-host-facts.ts";
import { readHostSection } from "./read-host-section.ts";
import { readIntegrity } from "./read-integrity.ts";
import { readVantage } from "./read-vantage.ts";
import { createSources, type Sources } from "./sources.ts";

/** Audit login uid of a process that no login started. Source: proc_pid_loginuid(5) */
const UNSET_UID = 4_294_967_295;

/** A head that is being read: the facts, with which phases can begin, and all of it. */
export interface HeadBegun {
  readonly facts: HostFacts;
  readonly whole: Promise<Head>;
}

/** Begin to read all that is known of a host. Never throws; every gap is in `errors`. */
export async function beginHead(host: HostReader, options: HeadOptions): Promise<HeadBegun> {
  const sources = createSources(host);
  const clocks = await readClocks(options.live ? host : undefined, options.clock);
  const read = await readHostFacts(sources, options);
  return { facts: read.facts, whole: readRest(host, sources, read, clocks) };
}

/** All that is known of a host. */
export async function readHead(host: HostReader, options: HeadOptions): Promise<Head> {
  return (await beginHead(host, options)).whole;
}

async function readRest(host: HostReader, sources: Sources, read: FactsRead, clocks: Head["clocks"]): Promise<Head> {
  const section = readHostSection(sources, read);
  // behind what phases that use the same reader ask first: on a crowded host they would wait for it
  const views = read.facts.live ? section.then(() => listProc(host)) : null;
  const [hostSection, vantage, integrity, loginUid] = await Promise.all([
    section,
    readVantage(host, sources, read.facts, views),
    readIntegrity(host, sources, read.facts, views),
    read.facts.live ? readLoginUid(sources) : null,
  ]);
  return {
    host: hostSection,
    vantage,
    integrity,
    facts: read.facts,
    capabilities: read.own?.capabilities ?? null,
    login_uid: loginUid,
    clocks,
    errors: sources.errors,
  };
}

/** Login uid of the reader, which has it from the main process. */
async function readLoginUid(sources: Sources): Promise<number | null> {
  const uid = parseDecimal((await sources.line("/proc/self/loginuid")) ?? "");
  return uid === UNSET_UID ? null : uid;
}
