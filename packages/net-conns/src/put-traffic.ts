import type { NetworkConnection } from "./item.ts";
import { timerName } from "./kernel-names.ts";
import { isV4Mapped } from "./parse/address.ts";
import type { FoundSocket } from "./socket.ts";

/** Put queues and timers of a socket, as far as its table tells them, into an item. */
export function putTraffic(item: NetworkConnection, { family, row }: FoundSocket): void {
  if (family === "unix") return;
  if (family === "inet") item.v4_mapped = isV4Mapped(row.local) || isV4Mapped(row.remote);
  if (family !== "packet") item.tx_queue = row.tx_queue;
  item.rx_queue = row.rx_queue;
  if (family !== "inet") return;
  item.timer = timerName(row.timer);
  item.timer_ticks = row.timer_ticks;
  item.retransmits = row.retransmits;
}
