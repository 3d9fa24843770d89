import { z } from "zod";

const figure = z.int().optional();

/** What moves through a socket. Absent where its table does not tell it. */
export const trafficFields = {
  v4_mapped: z.boolean().optional().describe("An address is IPv4 in IPv6 form (::ffff:192.0.2.1)"),
  tx_queue: figure.describe("Bytes not yet acknowledged, in /proc/[pid]/net/tcp, netlink"),
  rx_queue: figure.describe(
    "Bytes not yet read; for LISTEN connections waiting to be accepted. In /proc/[pid]/net/tcp, packet, netlink",
  ),
  timer: z
    .string()
    .optional()
    .describe("off, retransmit, keepalive, time_wait or probe, in column tr of /proc/[pid]/net/tcp"),
  timer_ticks: figure.describe("Clock ticks until the timer fires, in column tm->when of /proc/[pid]/net/tcp"),
  retransmits: figure.describe("Timeouts not yet recovered from, in column retrnsmt of /proc/[pid]/net/tcp"),
  drops: z
    .int()
    .nullable()
    .optional()
    .describe(
      "Packets dropped for want of room; null for TCP, which has no such figure. In /proc/[pid]/net/udp, raw, netlink",
    ),
};
