import { type Kept, keepByStrata } from "@livetriage/triage-core";
import { formatAddress, networkOf } from "./parse/address.ts";
import type { ConnectionCaps } from "./params.ts";
import { type FoundSocket, isRaw, isTimeWait, type KnownSocket, type OwnedSocket, uidOf } from "./socket.ts";

/** The caps that count sockets, and the families that each of them counts. */
const FAMILIES = {
  entries: ["inet", "packet"],
  unix: ["unix"],
  netlink: ["netlink"],
} as const satisfies Record<string, readonly FoundSocket["family"][]>;

const CAPS = ["entries", "unix", "netlink"] as const;

/** Sockets chosen, best first, and what each cap cost. */
export interface Choice {
  readonly kept: readonly KnownSocket[];
  readonly truncations: readonly Kept<KnownSocket>["truncation"][];
}

/** Keep at most what the caps allow, some of every kind: of a program, a direction and a remote network in a namespace. */
export function chooseSockets(sockets: readonly KnownSocket[], caps: ConnectionCaps): Choice {
  const ranked = sockets.toSorted((a, b) => classOf(a) - classOf(b));
  const choices = CAPS.map((cap) => {
    const members = membersOf(cap, ranked);
    const { kept, truncation } = keepByStrata(members, { limit: caps[cap], classOf, stratumOf, holderOf, groupOf });
    return { kept, truncation: truncation === null ? null : { ...truncation, cap } };
  });
  return { kept: choices.flatMap(({ kept }) => kept), truncations: choices.map(({ truncation }) => truncation) };
}

/** Are there more sockets than a cap allows? */
export function exceedsCaps(sockets: readonly OwnedSocket[], caps: ConnectionCaps): boolean {
  return CAPS.some((cap) => membersOf(cap, sockets).length > caps[cap]);
}

function membersOf<T extends OwnedSocket>(cap: (typeof CAPS)[number], sockets: readonly T[]): readonly T[] {
  const families: readonly string[] = FAMILIES[cap];
  return sockets.filter(({ socket }) => families.includes(socket.family));
}

/** Class of a socket where a cap must cut; 0 is kept first. */
function classOf({ socket, direction, signals }: KnownSocket): number {
  if (signals.length > 0) return 0;
  if (direction === "listening" || isRaw(socket)) return 1;
  if (isTimeWait(socket)) return 4;
  return direction === "inbound" || direction === "local" ? 3 : 2;
}

function stratumOf({ socket, process_exe, process, direction }: KnownSocket): string {
  return `${socket.protocol} ${socket.netns} ${process_exe ?? process?.comm} ${direction} ${farEnd(socket)}`;
}

function holderOf({ socket, process }: KnownSocket): string {
  return String(uidOf(socket) ?? process?.uid);
}

/** Inbound is counted by what it reached and where it came from, the rest by its program and where it goes. */
function groupOf({ socket, direction, process }: KnownSocket): string {
  const { family, protocol, row } = socket;
  const what = `${isTimeWait(socket) ? "TIME_WAIT " : ""}${direction} ${protocol}`;
  if (family !== "inet") return `${what} ${process?.comm ?? "no owner"}`;
  if (direction !== "inbound") return `${what} ${process?.comm ?? "no owner"} to ${farEnd(socket)}`;
  return `${what} ${formatAddress(row.local)} port ${row.local_port} from ${farEnd(socket)}`;
}

function farEnd({ family, row }: FoundSocket): string {
  return family === "inet" ? networkOf(row.remote) : "";
}
