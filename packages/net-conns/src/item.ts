import { processRefSchema, signalFields } from "@livetriage/triage-core";
import { z } from "zod";
import { SCOPES } from "./parse/address.ts";

export const DETAILS = ["index", "basic", "standard", "full"] as const;
export const DIRECTIONS = ["listening", "outbound", "inbound", "local", "unknown"] as const;

/** Why no process is shown as the owner of a socket, a closed list. */
export const NO_OWNER_REASONS = [
  "time_wait",
  "kernel",
  "no_permission",
  "exited_during_scan",
  "not_read",
  "other_namespace",
  "unexplained",
] as const;
export type NoOwnerReason = (typeof NO_OWNER_REASONS)[number];

/** One descriptor of one process that leads to the socket. */
export const ownerSchema = z.object({
  ...processRefSchema.shape,
  comm: z.string().describe("Name of the process, in /proc/[pid]/stat"),
  comm_base64: z.string().optional().describe("Exact bytes of comm, where it is not UTF-8"),
  fd: z.int().describe("Descriptor number, in /proc/[pid]/fd"),
});

const count = z.int().nullable();

/** One socket of one network namespace. */
export const networkConnectionSchema = z.object({
  protocol: z
    .string()
    .describe("Kernel table of the socket: tcp, tcp6, udp, udp6; the name of the file in /proc/[pid]/net")
    .meta({ column: 10, label: "PROTO", group: true, ecs: "network.transport", examples: ["tcp"] }),
  state: z
    .string()
    .describe("State by its kernel name, for UDP too (CLOSE: not connected), in /proc/[pid]/net/tcp")
    .meta({ column: 20, label: "STATE", group: true, examples: ["ESTABLISHED"] }),
  direction: z
    .enum(DIRECTIONS)
    .describe(
      "Derived. listening: waits for peers; inbound: the namespace listens on the local address and port; local: the other end is loopback or the same address; outbound: the rest of the connected; unknown: neither connected nor waiting",
    )
    .meta({ column: 30, label: "DIR", group: true, ecs: "network.direction" }),
  local_address: z
    .string()
    .describe("Local address, in /proc/[pid]/net/tcp")
    .meta({ column: 40, label: "LOCAL", ecs: "source.ip", ocsf: "src_endpoint.ip" }),
  local_port: z
    .int()
    .describe("Local port, in /proc/[pid]/net/tcp")
    .meta({ column: 50, label: "PORT", ecs: "source.port", ocsf: "src_endpoint.port" }),
  remote_address: z
    .string()
    .describe("Remote address, unspecified where not connected, in /proc/[pid]/net/tcp")
    .meta({ column: 60, label: "REMOTE", ecs: "destination.ip", ocsf: "dst_endpoint.ip" }),
  remote_port: z
    .int()
    .describe("Remote port, 0 where not connected, in /proc/[pid]/net/tcp")
    .meta({ column: 70, label: "PORT", ecs: "destination.port", ocsf: "dst_endpoint.port" }),
  remote_scope: z
    .enum(SCOPES)
    .optional()
    .describe("Derived from remote_address; of the IPv4 address where v4_mapped")
    .meta({ group: true }),
  v4_mapped: z.boolean().optional().describe("An address is IPv4 in IPv6 form (::ffff:192.0.2.1)"),
  uid: count.describe("Owner of the socket, null in TIME_WAIT, in /proc/[pid]/net/tcp").meta({ ecs: "user.id" }),
  user: z
    .string()
    .nullable()
    .optional()
    .describe("Name of uid, in /etc/passwd")
    .meta({ column: 80, label: "USER", ecs: "user.name" }),
  user_base64: z.string().optional().describe("Exact bytes of user, where it is not UTF-8"),
  process_pid: count
    .describe("The owner that started first; pid 1 only where it is the only one. Derived from owners")
    .meta({ column: 90, label: "PID", ecs: "process.pid", ocsf: "process.pid" }),
  process_start_ticks: z
    .string()
    .nullable()
    .optional()
    .describe("Start of process_pid in clock ticks since boot, in field 22 of /proc/[pid]/stat"),
  process_comm: z
    .string()
    .nullable()
    .describe("Name of process_pid, in /proc/[pid]/stat")
    .meta({ column: 100, label: "PROCESS", group: true, ecs: "process.name", ocsf: "process.name" }),
  process_comm_base64: z.string().optional().describe("Exact bytes of process_comm, where it is not UTF-8"),
  process_exe: z
    .string()
    .nullable()
    .optional()
    .describe("Program of process_pid as the kernel names it, (deleted) included, in /proc/[pid]/exe")
    .meta({ column: 110, label: "EXE", ecs: "process.executable" }),
  process_exe_base64: z.string().optional().describe("Exact bytes of process_exe, where it is not UTF-8"),
  process_exe_dropped_bytes: z.int().optional().describe("Bytes cut off process_exe"),
  owners: z
    .array(ownerSchema)
    .optional()
    .describe("Every descriptor that leads to the socket, in start order, in /proc/[pid]/fd"),
  owners_dropped: z.int().optional().describe("Owners cut off the list"),
  no_owner_reason: z
    .enum(NO_OWNER_REASONS)
    .nullable()
    .optional()
    .describe("Why there is no owner; null where there is one. Derived")
    .meta({ column: 120, label: "NO OWNER", group: true }),
  inode: z
    .string()
    .nullable()
    .describe("Inode of the socket, decimal, null where the kernel has none, in /proc/[pid]/net/tcp"),
  netns: z
    .string()
    .nullable()
    .describe("Inode of the network namespace, null where it may not be read, in /proc/[pid]/ns/net")
    .meta({ group: true }),
  tx_queue: count.optional().describe("Bytes not yet acknowledged, in /proc/[pid]/net/tcp"),
  rx_queue: count
    .optional()
    .describe("Bytes not yet read; for LISTEN connections waiting to be accepted, in /proc/[pid]/net/tcp"),
  timer: z
    .string()
    .optional()
    .describe("off, retransmit, keepalive, time_wait or probe, in column tr of /proc/[pid]/net/tcp"),
  timer_ticks: count.optional().describe("Clock ticks until the timer fires, in /proc/[pid]/net/tcp"),
  retransmits: count.optional().describe("Timeouts not yet recovered from, in column retrnsmt of /proc/[pid]/net/tcp"),
  ...signalFields,
  detail: z.enum(DETAILS).describe("Which columns the row has"),
});

export type NetworkConnection = z.infer<typeof networkConnectionSchema>;
export type Detail = (typeof DETAILS)[number];
export type Direction = (typeof DIRECTIONS)[number];
export type SocketOwner = z.infer<typeof ownerSchema>;

/** Fields that a row has at `standard` and above only. */
export const STANDARD_FIELDS = [
  "process_exe",
  "v4_mapped",
  "tx_queue",
  "rx_queue",
  "timer",
  "timer_ticks",
  "retransmits",
] as const;
