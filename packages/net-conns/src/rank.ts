import { type Kept, keepByStrata } from "@livetriage/triage-core";
import type { LosslessString } from "@livetriage/triage-core/text";
import type { ConnectionCaps } from "./params.ts";
import { formatAddress, networkOf } from "./parse/address.ts";
import { type FoundSocket, isRaw, isTimeWait, type OwnedSocket, uidOf } from "./socket.ts";

/** The caps that count sockets, and the families that each of them counts. */
const FAMILIES = {
  entries: ["inet", "packet"],
  unix: ["unix"],
  netlink: ["netlink"],
} as const satisfies Record<string, readonly FoundSocket["family"][]>;

const CAPS = ["entries", "unix", "netlink"] as const;

/** Sockets chosen, best first, and what each cap cost. */
export interface Choice {
  readonly kept: readonly OwnedSocket[];
  readonly truncations: readonly Kept<OwnedSocket>["truncation"][];
}

/** What the place of a socket among others depends on, beyond its row and its owners. */
export interface Judge {
  hasSignal(socket: OwnedSocket): boolean;
  programOf(socket: OwnedSocket): LosslessString | null;
}

/** Keep at most what the caps allow, some of every kind: of a program, a direction and a remote network in a namespace. */
export function chooseSockets(sockets: readonly OwnedSocket[], caps: ConnectionCaps, judge: Judge): Choice {
  const classOf = (socket: OwnedSocket): number => (judge.hasSignal(socket) ? 0 : classWithoutSignal(socket));
  const stratumOf = (socket: OwnedSocket): string =>
    `${judge.programOf(socket) ?? socket.process?.comm} ${kindOf(socket)}`;
  const choices = CAPS.map((cap) => {
    const rules = { limit: caps[cap], classOf, stratumOf, holderOf, groupOf };
    const { kept, truncation } = keepByStrata(membersOf(cap, sockets), rules);
    const ranked = Map.groupBy(kept, classOf);
    const best = [0, 1, 2, 3, 4].flatMap((one) => ranked.get(one) ?? []);
    return { best, truncation: truncation === null ? null : { ...truncation, cap } };
  });
  return { kept: choices.flatMap(({ best }) => best), truncations: choices.map(({ truncation }) => truncation) };
}

/** Are there more sockets than a cap allows? */
export function exceedsCaps(sockets: readonly OwnedSocket[], caps: ConnectionCaps): boolean {
  return CAPS.some((cap) => membersOf(cap, sockets).length > caps[cap]);
}

function membersOf(cap: (typeof CAPS)[number], sockets: readonly OwnedSocket[]): readonly OwnedSocket[] {
  const families: readonly string[] = FAMILIES[cap];
  return sockets.filter(({ socket }) => families.includes(socket.family));
}

/** Class of a socket where a cap must cut; the lowest is kept first. */
function classWithoutSignal({ socket, direction }: OwnedSocket): number {
  if (direction === "listening" || isRaw(socket)) return 1;
  if (isTimeWait(socket)) return 4;
  return direction === "inbound" || direction === "local" ? 3 : 2;
}

function kindOf({ socket, direction }: OwnedSocket): string {
  return `${socket.protocol} ${socket.netns} ${direction} ${farEnd(socket)}`;
}

function holderOf({ socket, process }: OwnedSocket): string {
  return String(uidOf(socket) ?? process?.uid);
}

/** Inbound is counted by what it reached and where it came from, the rest by its program and where it goes. */
function groupOf({ socket, direction, process }: OwnedSocket): string {
  const { family, protocol, row } = socket;
  const what = `${isTimeWait(socket) ? "TIME_WAIT " : ""}${direction} ${protocol}`;
  if (family !== "inet") return `${what} ${process?.comm ?? "no owner"}`;
  if (direction !== "inbound") return `${what} ${process?.comm ?? "no owner"} to ${farEnd(socket)}`;
  return `${what} ${formatAddress(row.local)} port ${row.local_port} from ${farEnd(socket)}`;
}

function farEnd({ family, row }: FoundSocket): string {
  return family === "inet" ? networkOf(row.remote) : "";
}
