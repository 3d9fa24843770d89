import type { NetworkConnection } from "../src/index.ts";

/** A socket in the words of ss, for comparison row by row. */
export interface PeerRow {
  readonly protocol: string;
  readonly state: string;
  readonly local: string;
  readonly remote: string;
  /** `pid/fd`, sorted. */
  readonly owners: string;
  /** Read and send queue; of a listener the read queue only, since its backlog is not in /proc. */
  readonly queues: string;
}

const SS_STATES: Readonly<Record<string, string>> = {
  ESTABLISHED: "ESTAB",
  CLOSE: "UNCONN",
  FIN_WAIT1: "FIN-WAIT-1",
  FIN_WAIT2: "FIN-WAIT-2",
  TIME_WAIT: "TIME-WAIT",
  CLOSE_WAIT: "CLOSE-WAIT",
  LAST_ACK: "LAST-ACK",
  SYN_SENT: "SYN-SENT",
  SYN_RECV: "SYN-RECV",
};

/** Rows of `ss -H -tuna -p`. */
export function parseSs(text: string): PeerRow[] {
  return text
    .split("\n")
    .filter((line) => line.trim() !== "")
    .map((line) => {
      const [protocol = "", state = "", rx = "", tx = "", local = "", remote = ""] = line.split(/\s+/);
      const owners = [...line.matchAll(/pid=(\d+),fd=(\d+)/g)].map(([, pid, fd]) => `${pid}/${fd}`);
      return {
        protocol,
        state,
        local: plain(local),
        remote: plain(remote),
        owners: join(owners),
        queues: queues(state, rx, tx),
      };
    })
    .toSorted(byText);
}

/** Our rows of TCP and UDP as ss would show them. */
export function asSsRows(items: readonly NetworkConnection[]): PeerRow[] {
  return items
    .filter(({ protocol }) => /^(tcp|udp)6?$/.test(protocol))
    .map((item) => ({
      protocol: item.protocol.slice(0, 3),
      state: SS_STATES[item.state ?? ""] ?? item.state ?? "",
      local: place(item.local_address, item.local_port),
      remote: place(item.remote_address, item.remote_port),
      owners: join((item.owners ?? []).map(({ pid, fd }) => `${pid}/${fd}`)),
      queues: queues(item.state, item.rx_queue, item.tx_queue),
    }))
    .toSorted(byText);
}

/** `pid/fd protocol place` of every descriptor that `lsof -nP -i -F pfPn` shows. */
export function parseLsof(text: string): string[] {
  const rows: string[] = [];
  let [pid, fd, protocol] = ["", "", ""];
  for (const line of text.split("\n")) {
    const value = line.slice(1);
    if (line.startsWith("p")) pid = value;
    if (line.startsWith("f")) fd = value;
    if (line.startsWith("P")) protocol = value;
    if (line.startsWith("n")) rows.push(`${pid}/${fd} ${protocol} ${value}`);
  }
  return rows.toSorted();
}

/** Our rows of TCP and UDP as lsof would show them: one for every owner. */
export function asLsofRows(items: readonly NetworkConnection[]): string[] {
  const rows = items
    .filter(({ protocol }) => /^(tcp|udp)6?$/.test(protocol))
    .flatMap(({ protocol, owners = [], ...item }) => {
      const remote = item.remote_port === 0 ? "" : `->${lsofPlace(item.remote_address, item.remote_port)}`;
      const name = `${protocol.slice(0, 3).toUpperCase()} ${lsofPlace(item.local_address, item.local_port)}${remote}`;
      return owners.map(({ pid, fd }) => `${pid}/${fd} ${name}`);
    });
  return rows.toSorted();
}

/** lsof writes v4-mapped addresses as IPv4, and any address as a star. */
function lsofPlace(address: string | null, port: number | null): string {
  const bare = (address ?? "").replace(/^::ffff:(?=\d+\.)/, "");
  return `${bare === "::" || bare === "0.0.0.0" ? "*" : bare.includes(":") ? `[${bare}]` : bare}:${port}`;
}

function place(address: string | null, port: number | null): string {
  const bare = address?.includes(":") === true ? `[${address}]` : address;
  return plain(`${bare}:${port === 0 ? "*" : port}`);
}

/** ss writes any address of IPv6 in two ways. */
function plain(text: string): string {
  return text.replace(/^(?:\[::\]|\*):/, "*:");
}

function queues(state: string | null, rx: string | number | undefined, tx: string | number | undefined): string {
  return state === "LISTEN" ? String(rx) : [rx, tx].join(" ");
}

function join(owners: readonly string[]): string {
  return owners.toSorted().join(" ");
}

function byText(a: PeerRow, b: PeerRow): number {
  return JSON.stringify(a) < JSON.stringify(b) ? -1 : 1;
}
