import { directionsOf } from "./direction.ts";
import { MARKS, type Markable } from "./marks.ts";
import { mainOwner } from "./owners.ts";
import type { Ownerships } from "./read-owners.ts";
import type { Answers, Program } from "./read-processes.ts";
import type { NamespaceSockets } from "./read-sockets.ts";
import type { FoundSocket, KnownSocket } from "./socket.ts";

/** A socket with its direction and owners, before its owners' programs are known. */
export type OwnedSocket = Pick<KnownSocket, "socket" | "direction" | "owners" | "process" | "no_owner_reason">;

/** Direction and owners of the sockets of one namespace. */
export function toOwned(sockets: readonly FoundSocket[], ownerships: Ownerships): OwnedSocket[] {
  const directionOf = directionsOf(sockets);
  return sockets.map((socket) => {
    const { owners, no_owner_reason } = ownerships.of(socket);
    return { socket, direction: directionOf(socket), owners, process: mainOwner(owners), no_owner_reason };
  });
}

/** What is known of processes, and of which inodes there are several rows. */
export interface Knowledge {
  readonly programs: Answers<Program>;
  readonly argv0: Answers<string>;
  readonly rowsByInode: ReadonlyMap<number, number>;
}

/** All that can be known of a socket. */
export function toKnown(owned: OwnedSocket, { through, interfaces }: NamespaceSockets, run: Knowledge): KnownSocket {
  const { socket, process } = owned;
  const program = run.programs.of(process);
  const process_exe = program?.exe ?? null;
  const rows = run.rowsByInode.get(socket.row.inode) ?? 1;
  const marks = marksOf({ ...owned, process_exe, argv0: run.argv0.of(process), rows });
  const bound = socket.family === "packet" ? socket.row.interface_index : 0;
  return {
    ...owned,
    process_exe,
    container_id: (program ?? run.programs.of(through))?.container_id ?? null,
    interface_name: interfaces.get(bound) ?? null,
    ...marks,
  };
}

function marksOf(known: Markable): Pick<KnownSocket, "signals" | "context"> {
  const held = MARKS.filter((mark) => mark.holds(known));
  const idsAt = (level: string) => held.filter((mark) => mark.level === level).map(({ id }) => id);
  return { signals: idsAt("signal"), context: idsAt("context") };
}
