import type { LosslessString } from "@livetriage/triage-core/text";
import type { Direction, NoOwnerReason } from "./item/words.ts";
import { scopeOf } from "./parse/address.ts";
import { type FoundSocket, isRaw, type Owner } from "./socket.ts";

/** A socket as far as it must be known to be marked. */
export interface Markable {
  readonly socket: FoundSocket;
  readonly direction: Direction;
  readonly owners: readonly Owner[];
  readonly process: Owner | null;
  readonly process_exe: LosslessString | null;
  /** First argument of the process, of owners of raw and packet sockets only. */
  readonly argv0: LosslessString | null;
  readonly no_owner_reason: NoOwnerReason | null;
  /** The package databases of the host do not know the program of an owner of raw and packet sockets. */
  readonly unpackaged: boolean;
  /** The program is deleted, and its package has put another file at its path. */
  readonly replaced: boolean;
  /** Rows of all tables that have this inode. */
  readonly rows: number;
}

/** A plain fact about a socket. A signal is worth a look; context has a common harmless cause. */
export interface Mark {
  readonly id: string;
  readonly level: "signal" | "context";
  readonly technique: string;
  readonly meaning: string;
  readonly harmless: string;
  holds(known: Markable): boolean;
}

const SHELL = /^(?:ba|da|z|k|mk|a|fi|tc|c)?sh$/;
const INTERPRETER = /^(?:python|perl|ruby|php|lua|tclsh|expect|[gm]?awk)[\d.-]*$/;
const TEMPORARY = /^\/(?:tmp|var\/tmp|dev\/shm|run\/user\/\d+)\//;
const MULTICALL = /^(?:busybox|toybox)/;
const DELETED = " (deleted)";
/** Reasons that a row which stands for no socket has too, where all descriptors could be read. */
const OWNERLESS: ReadonlySet<NoOwnerReason | null> = new Set(["kernel", "unexplained"]);

/** Every mark, by the fact that it states. */
export const MARKS: readonly Mark[] = [
  {
    id: "unexplained",
    level: "signal",
    technique: "T1014",
    meaning: "No process leads to the socket, and nothing that could not be read explains it",
    harmless: "A service inside the kernel (NFS lock manager, WireGuard), a descriptor on its way between processes",
    holds: ({ no_owner_reason }) => no_owner_reason === "unexplained",
  },
  {
    id: "shell_on_socket",
    level: "signal",
    technique: "T1059.004",
    meaning: "A shell has a connected Internet socket as descriptor 0, 1 or 2",
    harmless: "A script started by inetd or a socket unit",
    holds: ({ socket, direction, owners }) =>
      isConnected(socket, direction) && owners.some(({ comm, fd }) => fd <= 2 && SHELL.test(comm)),
  },
  {
    id: "interpreter_outbound_public",
    level: "signal",
    technique: "T1059",
    meaning: "A shell or script interpreter is connected to a public address",
    harmless: "An agent or a job written in a script language",
    holds: ({ socket, direction, ...known }) =>
      socket.family === "inet" &&
      direction === "outbound" &&
      scopeOf(socket.row.remote) === "public" &&
      programNames(known).some((name) => SHELL.test(name) || INTERPRETER.test(name)),
  },
  {
    id: "owner_memfd",
    level: "signal",
    technique: "T1620",
    meaning: "The program of the owner has no file, only memory",
    harmless: "Container runtimes run themselves from memory for a moment",
    holds: ({ socket, process_exe }) => isForeign(socket) && process_exe?.startsWith("/memfd:") === true,
  },
  {
    id: "owner_in_temporary_place",
    level: "signal",
    technique: "T1036.005",
    meaning: "The program of the owner is in /tmp, /var/tmp, /dev/shm or /run/user",
    harmless: "Installers and self-unpacking programs",
    holds: ({ socket, process_exe }) => isForeign(socket) && TEMPORARY.test(process_exe ?? ""),
  },
  {
    id: "owner_deleted",
    level: "signal",
    technique: "T1205.002",
    meaning: "The program of the owner of a raw or packet socket is deleted, and no package has replaced it",
    harmless: "A program from outside of packages was replaced and not restarted",
    holds: ({ socket, process_exe, replaced }) => isRaw(socket) && isDeleted(process_exe) && !replaced,
  },
  {
    id: "owner_deleted",
    level: "context",
    technique: "T1070.004",
    meaning: "The program of the owner of another Internet socket is deleted, or one that a package has replaced",
    harmless: "A package was upgraded and its service not restarted",
    holds: ({ socket, process_exe, replaced }) =>
      isDeleted(process_exe) && (isRaw(socket) ? replaced : socket.family === "inet"),
  },
  {
    id: "owner_masquerades",
    level: "signal",
    technique: "T1036.004",
    meaning:
      "The first argument of the owner of a raw or packet socket names another program than the one it runs, or a kernel thread",
    harmless: "A program started through a link of another name",
    holds: ({ socket, process_exe, argv0 }) => isRaw(socket) && isDisguised(argv0, process_exe),
  },
  {
    id: "owner_unpackaged",
    level: "signal",
    technique: "T1205.002",
    meaning: "No package of the host has the program of the owner of a raw or packet socket",
    harmless: "Capture and monitoring tools installed by hand",
    holds: ({ socket, unpackaged }) => isRaw(socket) && unpackaged,
  },
  {
    id: "held_by_thread",
    level: "signal",
    technique: "T1564",
    meaning:
      "Only a thread with a table of descriptors of its own leads to the socket; what lists /proc/[pid]/fd misses it",
    harmless: "Programs that give a thread its own descriptors (unshare of CLONE_FILES)",
    holds: ({ owners }) => owners.length > 0 && owners.every(({ tid }) => tid !== null),
  },
  {
    id: "inode_listed_twice",
    level: "signal",
    technique: "T1036",
    meaning: "The row may be part of the name of the socket in the row before it, and its inode is that of another row",
    harmless: "None known",
    holds: ({ socket, rows }) => socket.family === "unix" && socket.row.doubtful && rows > 1,
  },
  {
    id: "may_be_in_name",
    level: "signal",
    technique: "T1036",
    meaning:
      "The row may be part of the name of the socket in the row before it: no process leads to its inode, or it has none",
    harmless: "A connection not yet accepted, a socket that came while we read",
    holds: ({ socket, no_owner_reason }) =>
      socket.family === "unix" && socket.row.doubtful && OWNERLESS.has(no_owner_reason),
  },
  {
    id: "newline_in_name",
    level: "signal",
    technique: "T1036",
    meaning: "The name of a unix socket holds a newline",
    harmless: "None known",
    holds: ({ socket }) => socket.family === "unix" && socket.row.path?.includes("\n") === true,
  },
  {
    id: "raw_or_packet",
    level: "context",
    technique: "T1040",
    meaning: "The socket can see or send packets below TCP and UDP",
    harmless: "DHCP clients, network managers, routing daemons, ping",
    holds: ({ socket }) => isRaw(socket),
  },
];

/** A socket that reaches beyond the processes of this host. */
function isForeign({ family }: FoundSocket): boolean {
  return family === "inet" || family === "packet";
}

function isConnected({ family }: FoundSocket, direction: Direction): boolean {
  return family === "inet" && direction !== "listening" && direction !== "unknown";
}

function programNames({ process, process_exe }: Pick<Markable, "process" | "process_exe">): string[] {
  return [process?.comm ?? "", baseName(process_exe ?? "")];
}

function isDeleted(exe: LosslessString | null): boolean {
  return exe?.endsWith(DELETED) === true && !exe.startsWith("/memfd:");
}

function isDisguised(argv0: LosslessString | null, exe: LosslessString | null): boolean {
  if (argv0 === null || exe === null) return false;
  if (argv0.startsWith("[")) return true;
  const [named, runs] = [baseName(argv0), baseName(exe)];
  return argv0.startsWith("/") && !MULTICALL.test(runs) && !runs.startsWith(named) && !named.startsWith(runs);
}

function baseName(path: LosslessString): LosslessString {
  const whole = path.endsWith(DELETED) ? path.slice(0, -DELETED.length) : path;
  return whole.slice(whole.lastIndexOf("/") + 1);
}
