import { z } from "zod";
import { DIRECTIONS, SCOPES } from "./words.ts";

/** What a socket is and which places it connects. Address fields are null for families that have none. */
export const placeFields = {
  protocol: z
    .string()
    .describe(
      "Kernel table of the socket by the name of its file: tcp, udp6, raw, packet, unix, netlink …, in /proc/[pid]/net",
    )
    .meta({ column: 10, label: "PROTO", group: true, ecs: "network.transport", examples: ["tcp"] }),
  state: z
    .string()
    .nullable()
    .describe(
      "State by its kernel name, for UDP too (CLOSE: not connected); LISTEN for a unix socket that accepts; null for packet and netlink. In /proc/[pid]/net/tcp, unix",
    )
    .meta({ column: 20, label: "STATE", group: true, examples: ["ESTABLISHED"] }),
  direction: z
    .enum(DIRECTIONS)
    .describe(
      "Derived. listening: waits for peers or packets; inbound: the namespace listens on the local address and port; local: the other end is on this host; outbound: the rest of the connected; unknown: neither connected nor waiting",
    )
    .meta({ column: 30, label: "DIR", group: true, ecs: "network.direction" }),
  local_address: z
    .string()
    .nullable()
    .describe("Local address, in /proc/[pid]/net/tcp")
    .meta({ column: 40, label: "LOCAL", ecs: "source.ip", ocsf: "src_endpoint.ip" }),
  local_port: z
    .int()
    .nullable()
    .describe("Local port; of raw sockets the IP protocol, of icmp the echo identifier. In /proc/[pid]/net/tcp")
    .meta({ column: 50, label: "PORT", ecs: "source.port", ocsf: "src_endpoint.port" }),
  remote_address: z
    .string()
    .nullable()
    .describe("Remote address, unspecified where not connected, in /proc/[pid]/net/tcp")
    .meta({ column: 60, label: "REMOTE", ecs: "destination.ip", ocsf: "dst_endpoint.ip" }),
  remote_port: z
    .int()
    .nullable()
    .describe("Remote port, 0 where not connected, in /proc/[pid]/net/tcp")
    .meta({ column: 70, label: "PORT", ecs: "destination.port", ocsf: "dst_endpoint.port" }),
  remote_scope: z
    .enum(SCOPES)
    .nullable()
    .optional()
    .describe("Derived from remote_address; of the IPv4 address where v4_mapped")
    .meta({ group: true }),
};

/** Of sockets that are not of the Internet families; absent on those that are. */
export const otherFamilyFields = {
  path: z
    .string()
    .nullable()
    .optional()
    .describe(
      "Path of a unix socket, or @ and its abstract name with NUL bytes as @; null when it has none. In /proc/[pid]/net/unix",
    )
    .meta({ column: 75, label: "PATH", ecs: "file.path" }),
  path_base64: z.string().optional().describe("Exact bytes of path, where it is not UTF-8"),
  path_dropped_bytes: z.int().optional().describe("Bytes cut off path"),
  socket_type: z
    .string()
    .optional()
    .describe("stream, dgram, seqpacket, raw …: type of a unix or packet socket, in /proc/[pid]/net/unix, packet"),
  protocol_number: z
    .int()
    .optional()
    .describe(
      "Protocol within the family: IP protocol of raw, Ethernet protocol of packet, netlink protocol. In /proc/[pid]/net/raw, packet, netlink",
    ),
  protocol_name: z
    .string()
    .nullable()
    .optional()
    .describe("Name of protocol_number, null when it has no common one")
    .meta({ group: true }),
  interface_index: z
    .int()
    .optional()
    .describe("Interface that a packet socket is bound to, 0 for all, in /proc/[pid]/net/packet"),
  interface_name: z
    .string()
    .nullable()
    .optional()
    .describe("Name of interface_index, null when unknown or all, in /proc/[pid]/net/igmp"),
  interface_name_base64: z.string().optional().describe("Exact bytes of interface_name, where it is not UTF-8"),
  port_id: z
    .int()
    .optional()
    .describe("Address of a netlink socket, often the pid that opened it, in /proc/[pid]/net/netlink"),
  groups: z
    .string()
    .optional()
    .describe(
      "Multicast groups that a netlink socket listens to, hexadecimal mask of the first 32, in /proc/[pid]/net/netlink",
    ),
};
