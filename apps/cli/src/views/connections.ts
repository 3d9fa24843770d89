import type { TriagePackage } from "@livetriage/triage-core";
import type { Table } from "../terminal/layout.ts";
import { containerText } from "./container-text.ts";
import { cell, type Item, itemsOf, num, str, unknownOf } from "./item.ts";
import { hasSignal } from "./rank.ts";

const LOOPBACK = /^(127\.|::1$|::ffff:127\.)/;

const PEER_COLUMNS = [
  { title: "process" },
  { title: "user" },
  { title: "container", sparse: true },
  { title: "exe", elide: "middle" },
] as const;

/** Sockets that wait for peers on an address that others can reach. */
export function listenersView(document: TriagePackage): Table {
  const rows = connections(document)
    .filter((item) => str(item, "direction") === "listening" && isReachable(item))
    .toSorted((a, b) => rank(a) - rank(b));
  return {
    title: "LISTENERS REACHABLE FROM OUTSIDE",
    columns: [{ title: "proto" }, { title: "address" }, ...PEER_COLUMNS],
    rows: unique(rows.map((item) => [cell(item["protocol"]), local(item), ...ownerCells(item)])),
    unknown: unknownOf(document, "net-conns"),
    more: "--view net",
  };
}

/** Connections to public addresses that this host opened, counted by process and peer. */
export function outboundView(document: TriagePackage): Table {
  const outward = connections(document).filter(
    (item) => str(item, "direction") === "outbound" && str(item, "remote_scope") === "public",
  );
  const groups = Map.groupBy(outward, (item) => JSON.stringify([ownerCells(item), remote(item)]));
  return {
    title: "OUTBOUND TO PUBLIC ADDRESSES",
    columns: [{ title: "sockets", right: true }, { title: "peer" }, ...PEER_COLUMNS],
    rows: [...groups.values()].map((group) => {
      const [first] = group as [Item, ...Item[]];
      return [`${group.length}`, remote(first), ...ownerCells(first)];
    }),
    unknown: unknownOf(document, "net-conns"),
    more: "--view net",
  };
}

/** Every socket. */
export function socketsView(document: TriagePackage): Table {
  const states = ["listening", "outbound", "inbound", "local", "unknown"];
  const rows = connections(document).toSorted(
    (a, b) => states.indexOf(str(a, "direction") ?? "unknown") - states.indexOf(str(b, "direction") ?? "unknown"),
  );
  return {
    title: "SOCKETS",
    columns: [
      { title: "proto" },
      { title: "state" },
      { title: "dir" },
      { title: "local" },
      { title: "remote" },
      ...PEER_COLUMNS,
    ],
    rows: rows.map((item) => [
      cell(item["protocol"]),
      cell(item["state"]),
      cell(item["direction"]),
      local(item),
      remote(item),
      ...ownerCells(item),
    ]),
    unknown: unknownOf(document, "net-conns"),
    more: "--all",
  };
}

/** One socket in a few words. */
export function connectionText(item: Item): string {
  const [process, user, , exe] = ownerCells(item);
  const peer = remote(item) === "-" ? cell(item["state"]) : `→ ${remote(item)} ${cell(item["state"])}`;
  return `${process} ${cell(item["protocol"])} ${local(item)} ${peer} ${user} ${exe}`;
}

function connections(document: TriagePackage): Item[] {
  return itemsOf(document, "net-conns");
}

/** A packet socket hears whatever arrives; unix and netlink sockets end on this host. */
function isReachable(item: Item): boolean {
  const address = str(item, "local_address");
  return address === null ? str(item, "protocol") === "packet" : !LOOPBACK.test(address);
}

/** Sockets without an explained owner or with a signal first, TCP before the rest. */
function rank(item: Item): number {
  const strange = str(item, "no_owner_reason") === "unexplained" || hasSignal(item);
  return (strange ? 0 : 2) + (cell(item["protocol"]).startsWith("tcp") ? 0 : 1);
}

function ownerCells(item: Item): string[] {
  const pid = num(item, "process_pid");
  const process =
    pid === null ? `(${str(item, "no_owner_reason") ?? "unknown"})` : `${cell(item["process_comm"])}[${pid}]`;
  return [process, cell(item["user"] ?? item["uid"]), cell(containerText(item)), cell(item["process_exe"])];
}

function local(item: Item): string {
  const address = str(item, "local_address");
  return address === null
    ? cell(item["path"] ?? item["interface_name"] ?? item["protocol_name"])
    : endpoint(address, num(item, "local_port"));
}

function remote(item: Item): string {
  const [address, port] = [str(item, "remote_address"), num(item, "remote_port")];
  return address === null || port === 0 ? "-" : endpoint(address, port);
}

function endpoint(address: string, port: number | null): string {
  return `${address.includes(":") ? `[${address}]` : address}:${port ?? "-"}`;
}

function unique(rows: readonly string[][]): string[][] {
  return [...new Map(rows.map((row) => [JSON.stringify(row), row])).values()];
}
