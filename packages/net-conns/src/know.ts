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
  /** Containers of the processes through which namespaces were read. */
  readonly containers: ReadonlyMap<number, string | null>;
  readonly rowsByInode: ReadonlyMap<number, number>;
}

/** All that can be known of a socket. */
export function toKnown(owned: OwnedSocket, run: Knowledge): KnownSocket {
  const program = run.programs.of(owned.process);
  const container_id = program === null ? run.containers.get(owned.through ?? 0) : program.container_id;
  const markable = toMarkable(owned, run);
  const held = MARKS.filter((mark) => mark.holds(markable));
  const idsAt = (level: string) => held.filter((mark) => mark.level === level).map(({ id }) => id);
  return {
    ...owned,
    process_exe: program?.exe ?? null,
    container_id: container_id ?? null,
    signals: idsAt("signal"),
    context: idsAt("context"),
  };
}

/** What decides over the place of a socket among others, as far as a run knows. */
export function judgeOf(run: Omit<Knowledge, "containers">): Judge {
  return {
    hasSignal: (owned) => {
      const markable = toMarkable(owned, run);
      return SIGNALS.some((mark) => mark.holds(markable));
    },
    programOf: ({ process }) => run.programs.of(process)?.exe ?? null,
  };
}

function toMarkable(owned: OwnedSocket, run: Omit<Knowledge, "containers">): Markable {
  const { socket, direction, owners, process, no_owner_reason } = owned;
  const process_exe = run.programs.of(process)?.exe ?? null;
  const rows = run.rowsByInode.get(socket.row.inode) ?? 1;
  const unpackaged = run.raw.unpackaged.has(process_exe ?? "");
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
  };
}

/** How many rows of all tables have an inode. */
export function countRows(sockets: readonly OwnedSocket[]): ReadonlyMap<number, number> {
  const counts = new Map<number, number>();
  for (const { socket } of sockets) counts.set(socket.row.inode, (counts.get(socket.row.inode) ?? 0) + 1);
  return counts;
}
