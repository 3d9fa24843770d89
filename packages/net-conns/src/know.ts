import type { ContainerTable } from "@livetriage/triage-core";
import type { LosslessString } from "@livetriage/triage-core/text";
import { directionsOf } from "./direction.ts";
import { MARKS, type Markable } from "./marks.ts";
import { mainOwner } from "./owners.ts";
import type { Judge } from "./rank.ts";
import type { Ownerships } from "./read-owners.ts";
import type { Answers, Program } from "./read-processes.ts";
import type { RawOwners } from "./read-raw-owners.ts";
import type { NamespaceSockets } from "./read-sockets.ts";
import type { KnownSocket, OwnedSocket } from "./socket.ts";

const SIGNALS = MARKS.filter(({ level }) => level === "signal");

/** Direction and owners of the sockets of one namespace. */
export function toOwned({ sockets, through, interfaces }: NamespaceSockets, ownerships: Ownerships): OwnedSocket[] {
  const directionOf = directionsOf(sockets);
  return sockets.map((socket) => {
    const { owners, no_owner_reason } = ownerships.of(socket);
    const interface_name = socket.family === "packet" ? (interfaces.get(socket.row.interface_index) ?? null) : null;
    const process = mainOwner(owners);
    return { socket, direction: directionOf(socket), owners, process, no_owner_reason, through, interface_name };
  });
}

/** What is known of processes, and of which inodes there are several rows. */
export interface Knowledge {
  readonly programs: Answers<Program>;
  readonly raw: RawOwners;
  /** Control groups of the processes through which namespaces were read. */
  readonly cgroups: ReadonlyMap<number, LosslessString | null>;
  readonly containers: ContainerTable["containers"];
  readonly rowsByInode: ReadonlyMap<number, number>;
}

/** What is known before anything is asked about containers. */
type Placeless = Omit<Knowledge, "cgroups" | "containers">;

/** The control group of the owner, else of the process through which the namespace was read. */
export function cgroupOf(owned: OwnedSocket, run: Pick<Knowledge, "programs" | "cgroups">): LosslessString | null {
  const program = run.programs.of(owned.process);
  return program === null ? (run.cgroups.get(owned.through ?? 0) ?? null) : program.cgroup;
}

/** All that can be known of a socket. */
export function toKnown(owned: OwnedSocket, run: Knowledge): KnownSocket {
  const program = run.programs.of(owned.process);
  const markable = toMarkable(owned, run);
  const held = MARKS.filter((mark) => mark.holds(markable));
  const idsAt = (level: string) => held.filter((mark) => mark.level === level).map(({ id }) => id);
  return {
    ...owned,
    process_exe: program?.exe ?? null,
    container: run.containers.get(cgroupOf(owned, run) ?? "") ?? null,
    signals: idsAt("signal"),
    context: idsAt("context"),
  };
}

/** What decides over the place of a socket among others, as far as a run knows. */
export function judgeOf(run: Placeless): Judge {
  return {
    hasSignal: (owned) => {
      const markable = toMarkable(owned, run);
      return SIGNALS.some((mark) => mark.holds(markable));
    },
    programOf: ({ process }) => run.programs.of(process)?.exe ?? null,
  };
}

function toMarkable(owned: OwnedSocket, run: Placeless): Markable {
  const { socket, direction, owners, process, no_owner_reason } = owned;
  const process_exe = run.programs.of(process)?.exe ?? null;
  const rows = run.rowsByInode.get(socket.row.inode) ?? 1;
  const unpackaged = run.raw.unpackaged.has(process_exe ?? "");
  const replaced = run.raw.replaced.has(process_exe ?? "");
  return {
    socket,
    direction,
    owners,
    process,
    no_owner_reason,
    process_exe,
    argv0: run.raw.argv0.of(process),
    rows,
    unpackaged,
    replaced,
  };
}

/** How many rows of all tables have an inode. */
export function countRows(sockets: readonly OwnedSocket[]): ReadonlyMap<number, number> {
  const counts = new Map<number, number>();
  for (const { socket } of sockets) counts.set(socket.row.inode, (counts.get(socket.row.inode) ?? 0) + 1);
  return counts;
}
