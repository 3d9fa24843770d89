import type { HostReader } from "../contract/host-reader.ts";
import type { Lane, LaneHost } from "../run/lane.ts";
import { FIND } from "./find-trust.ts";
import { createLiveHost, type LiveHostOptions } from "./live-host.ts";
import { readerCommand } from "./reader-command.ts";

interface LaneOptions {
  readonly lanes: Iterable<Lane>;
  readonly root: string;
  /** Where the files of the running host are, when not at `/`. */
  readonly hostRoot?: string | undefined;
  /** The program file that runs, null when it runs from its sources. */
  readonly program: string | null;
  readonly signal: AbortSignal;
  /** A reader that was started beforehand. */
  readonly early?: LiveHostOptions["early"];
  /** Offer the host's `find` to the files lane where it can be trusted; the walk of the phases serves elsewhere. */
  readonly find: boolean;
}

/** Opens the host for each lane, with sealed readers of its own. */
export async function openLanes({
  lanes,
  root,
  hostRoot,
  program,
  signal,
  early,
  find,
}: LaneOptions): Promise<(lane: Lane) => LaneHost> {
  const command = readerCommand(program);
  const open = (lane: Lane, first?: LiveHostOptions["early"]) =>
    createLiveHost({
      root,
      hostRoot,
      command,
      signal,
      early: first,
      readers: lane === "kernel" ? 2 : 1,
      find: find && lane === "files",
    });
  // The lane that reads the head of the document begins; it is the files lane where there is one.
  const [head, ...others] = [...new Set(lanes)].toSorted();
  const hosts = new Map(others.map((lane) => [lane, open(lane)]));
  if (head !== undefined) hosts.set(head, open(head, early));
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
