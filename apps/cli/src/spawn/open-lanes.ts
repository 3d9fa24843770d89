import type { HostReader, Lane, LaneHost } from "@livetriage/triage-core";
import {
  createLiveHost,
  defaultReaderCommand,
  FIND,
  READER_FLAGS,
  type ReaderCommand,
} from "@livetriage/triage-core/host";
import { bundledReader } from "./bundled-reader.ts";

interface LaneOptions {
  readonly lanes: Iterable<Lane>;
  readonly root: string;
  /** The program file that runs, null when it runs from its sources. */
  readonly program: string | null;
  readonly signal: AbortSignal;
}

/** Opens the host for each lane, with sealed readers of its own; `find` serves the files lane where it can be trusted. */
export async function openLanes({ lanes, root, program, signal }: LaneOptions): Promise<(lane: Lane) => LaneHost> {
  const command = readerCommand(program);
  const open = (lane: Lane) =>
    createLiveHost({ root, command, signal, readers: lane === "kernel" ? 2 : 1, find: lane === "files" });
  const hosts = new Map([...new Set(lanes)].map((lane) => [lane, open(lane)]));
  await Promise.all([...hosts.values()].map((host) => host.findDistrust));
  return (lane) => {
    const host = hosts.get(lane) ?? open(lane);
    const programs = new Set<string>();
    return {
      forPhase: (own) => countingFind(host.forPhase(own), programs),
      stats: () => ({ ...host.stats(), programs_started: [...programs] }),
      close: () => host.close(),
    };
  };
}

function countingFind(host: HostReader, programs: Set<string>): HostReader {
  const find = host.find?.bind(host);
  if (find === undefined) return host;
  return {
    ...host,
    find(spec) {
      programs.add(FIND);
      return find(spec);
    },
  };
}

/** The reader beside the bundled command; core's own where we run from our sources. */
function readerCommand(program: string | null): ReaderCommand {
  const reader = bundledReader(program);
  return reader === null ? defaultReaderCommand() : { execPath: process.execPath, args: [...READER_FLAGS, reader] };
}
