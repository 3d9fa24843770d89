import {
  type Caps,
  CONTAINER_FILES,
  definePhase,
  fitItems,
  PACKAGE_FILES,
  type PhaseContext,
  type PhaseEvent,
} from "@livetriage/triage-core";
import { z } from "zod";
import { argvTruncation } from "./argv-truncation.ts";
import { chooseProcesses } from "./choose.ts";
import { droppedGroups } from "./dropped-groups.ts";
import { columnsShed, gatherAll, gatherDear, richOf } from "./gather.ts";
import type { Gathering } from "./gathering.ts";
import { fullFields } from "./item/full-fields.ts";
import { standardFields } from "./item/standard-fields.ts";
import { type ProcessNode, processNodeSchema } from "./item.ts";
import { collectorPids } from "./mark-collector.ts";
import { RUNTIMES } from "./read-packages.ts";
import { readPids } from "./read-pids.ts";
import { readTtyDrivers } from "./read-tty-drivers.ts";
import { toIndex } from "./to-index.ts";
import { toItem } from "./to-item.ts";

/** Most processes that a package holds by default. */
export const MAX_PROCESS_ENTRIES = 4096;

const MAX_PROCESS_BYTES = 1_835_008;
const MAX_ARGV_BYTES = 32_768;

export interface ProcTreeCaps extends Caps {
  readonly argv_bytes: number;
}

const paramsSchema = z.object({
  detail: z
    .enum(["basic", "standard", "full"], "must be basic, standard or full")
    .default("standard")
    .describe("Columns to read: what ps tells, all but what is dear per process, all")
    .meta({ flag: "--detail", value: "basic|standard|full" }),
});

export type ProcTreeParams = z.infer<typeof paramsSchema>;

/** Every process of the host, flat and in the order of their pids. */
export const procTree = definePhase<ProcessNode, ProcTreeCaps, ProcTreeParams>({
  contract: 1,
  name: "proc-tree",
  version: "0.1.0",
  schemaVersion: 1,
  doc: "Every process with its program, arguments, identities and start.",
  itemName: "ProcessNode",
  item: processNodeSchema,
  params: paramsSchema,
  caps: {
    entries: { default: MAX_PROCESS_ENTRIES, unit: "items", doc: "Processes kept" },
    bytes: { default: MAX_PROCESS_BYTES, unit: "bytes", doc: "Encoded size of all processes" },
    argv_bytes: { default: MAX_ARGV_BYTES, unit: "bytes", doc: "Arguments read of one process" },
  },
  reads: [
    "/proc",
    "/proc/[pid]/{stat,status,exe,cwd,cmdline}",
    "/proc/[pid]/{root,cgroup,loginuid,wchan,fd,ns,task}",
    "/proc/[pid]/{environ,limits,maps,mountinfo}",
    "/proc/[pid]/attr/current",
    "/proc/[pid]/ns/*",
    "/proc/[pid]/fd/*",
    "/proc/[pid]/fdinfo/*",
    "/proc/[pid]/task/[tid]/{comm,children}",
    "/proc/[pid]/net/{tcp,tcp6,udp,udp6,raw,raw6,packet}",
    "/proc/self/ns/mnt",
    "/proc/{loadavg,tty/drivers}",
    "/sys/fs/cgroup/**",
    "/etc/ld.so.preload",
    ...CONTAINER_FILES,
    ...PACKAGE_FILES,
    ...RUNTIMES,
    "/proc/[pid]/exe ->",
  ],
  run: runPhase,
});

type Context = PhaseContext<ProcTreeCaps, ProcTreeParams>;

async function* runPhase(ctx: Context): AsyncGenerator<PhaseEvent<ProcessNode>> {
  const listed = await readPids(ctx.host);
  if (!listed.ok) {
    yield { kind: "error", error: listed.error };
    return;
  }
  const run = gatheringOf(ctx);
  const ttyDrivers = readTtyDrivers(run);
  const { processes, facts } = await gatherAll(run, listed.pids);
  const { kept, dropped, truncation } = chooseProcesses(processes, ctx.caps.entries);
  const rich = richOf(run, kept, ctx.caps.bytes);
  const ours = collectorPids(ctx.facts.collector_pids, processes);
  const makePlain = async () => {
    const host = { facts: ctx.facts, ttyDrivers: await ttyDrivers, ours };
    return { host, plain: kept.slice(rich.length).map((process) => toItem(process, host)) };
  };
  // what is read no further becomes items while the readers are at work
  const [dear, { host, plain }] = await Promise.all([gatherDear(run, rich), makePlain()]);
  for (const error of run.errors) yield { kind: "error", error };
  for (const fact of [...facts, ...dear, ...droppedGroups(dropped)]) yield { kind: "fact", fact };
  const items = [...rich.map((process) => toItem(process, host)), ...plain];
  const fitted = fitItems(items, { bytes: ctx.caps.bytes, shrink: SHRINK, levels: LEVELS, toIndex });
  const shed = columnsShed(run, rich.length, kept.length);
  for (const cut of [truncation, shed, argvTruncation(processes, ctx.caps.argv_bytes), ...fitted.truncations]) {
    if (cut !== null) yield { kind: "truncation", truncation: cut };
  }
  yield { kind: "items", items: fitted.items.toSorted((a, b) => a.pid - b.pid) };
}

/** Columns by level, which go from the last row up. */
const LEVELS = { full: Object.keys(fullFields), standard: Object.keys(standardFields) };
/** Texts and lists that give way first when a row is too large. */
const SHRINK = "argv environ maps fds_telling exe cwd root cgroup lsm_label groups thread_names".split(" ");

function gatheringOf({ host, tables, facts, caps, params }: Context): Gathering {
  const mounted = new Set(facts.mounts.map(({ device }) => device));
  return {
    host,
    tables,
    facts,
    detail: params.detail,
    argvBytes: caps.argv_bytes,
    mounted,
    cgroups: new Map(),
    errors: [],
  };
}
