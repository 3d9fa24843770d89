import type { Lane, LaneHost } from "@livetriage/triage-core";
import { createLiveHost, defaultReaderCommand, READER_FLAGS, type ReaderCommand } from "@livetriage/triage-core/host";
import { bundledReader } from "./bundled-reader.ts";

interface LaneOptions {
  readonly root: string;
  /** The program file that runs, null when it runs from its sources. */
  readonly program: string | null;
  readonly signal: AbortSignal;
}

/** Opens the host for each lane, with sealed readers of its own. */
export function openLanes({ root, program, signal }: LaneOptions): (lane: Lane) => LaneHost {
  const command = readerCommand(program);
  return (lane) => {
    const host = createLiveHost({ root, command, signal, readers: lane === "kernel" ? 2 : 1 });
    return {
      forPhase: (phase) => host.forPhase(phase),
      stats: () => ({ ...host.stats(), programs_started: [], cpu_ms: null, peak_rss_bytes: null }),
      close: () => host.close(),
    };
  };
}

/** The reader beside the bundled command; core's own where we run from our sources. */
function readerCommand(program: string | null): ReaderCommand {
  const reader = bundledReader(program);
  return reader === null ? defaultReaderCommand() : { execPath: process.execPath, args: [...READER_FLAGS, reader] };
}
