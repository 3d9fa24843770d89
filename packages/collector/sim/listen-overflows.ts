import { readFileSync } from "node:fs";

/** Connections that this machine dropped because a listener's queue was full. Source: proc_net(5), netstat */
export function listenOverflows(): number {
  const rows = readFileSync("/proc/net/netstat", "utf8")
    .split("\n")
    .filter((row) => row.startsWith("TcpExt:"));
  const [names = [], values = []] = rows.map((row) => row.split(" "));
  return Number(values[names.indexOf("ListenOverflows")] ?? 0);
}
