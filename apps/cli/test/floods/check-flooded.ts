import type { Flooded, Scale } from "./flooded-host.ts";

const MAX_BYTES = 4_194_304;
/** Programs of the test itself come and go between the listing and the collection. */
const CHURN = 12;

/** What must hold of every flooded host, and does not. */
export function checkFlooded(flooded: Flooded, scale: Scale): string[] {
  const { processes, connections, size, quiet, loud, listed, sockets } = flooded;
  const has = (pid: number): boolean => processes.items.some((item) => item["pid"] === pid);
  const socketsOf = (pid: number): number => connections.items.filter((item) => item["process_pid"] === pid).length;
  const told = processes.items.length + droppedOf(processes);
  const ofInternet = connections.items.filter(({ protocol }) => protocol !== "unix" && protocol !== "netlink");
  const counted = ofInternet.length + droppedOf(connections);
  const rules: readonly (readonly [holds: boolean, violation: string])[] = [
    [has(quiet), "the oldest process, without a signal, of the user of the crowd is lost"],
    [has(loud), "another user's process with the signal of thousands is lost"],
    [socketsOf(quiet) === 1, "the connection of the first is lost"],
    [socketsOf(loud) === 1, "the connection of the second is lost"],
    [Math.abs(told - listed) < CHURN, `${told} processes are told of ${listed}`],
    [sockets > scale.inbound + scale.deleted, `the flood held ${sockets} sockets only`],
    // those in TIME_WAIT go after a minute
    [Math.abs(counted - sockets) < sockets / 100, `${counted} sockets are told of ${sockets}`],
    [size < MAX_BYTES, `the document has ${size} bytes`],
  ];
  return rules.filter(([holds]) => !holds).map(([, violation]) => violation);
}

function droppedOf({ truncations }: Flooded["processes"]): number {
  const cut = truncations.find(({ cap }) => cap === "entries");
  return cut?.dropped_is === "exact" ? cut.dropped : Number.NaN;
}
