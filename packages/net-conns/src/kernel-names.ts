/** State of an Internet socket by its kernel name. Source: include/net/tcp_states.h */
const TCP_STATES: readonly (string | undefined)[] = [
  undefined,
  "ESTABLISHED",
  "SYN_SENT",
  "SYN_RECV",
  "FIN_WAIT1",
  "FIN_WAIT2",
  "TIME_WAIT",
  "CLOSE",
  "CLOSE_WAIT",
  "LAST_ACK",
  "LISTEN",
  "CLOSING",
  "NEW_SYN_RECV",
  "BOUND_INACTIVE",
];

/** State of a unix socket. Source: include/uapi/linux/net.h */
const UNIX_STATES: readonly (string | undefined)[] = [
  "FREE",
  "UNCONNECTED",
  "CONNECTING",
  "CONNECTED",
  "DISCONNECTING",
];

/** What the timer of a TCP socket waits for. Source: proc_pid_net(5), get_tcp4_sock() in net/ipv4/tcp_ipv4.c */
const TIMERS: readonly (string | undefined)[] = ["off", "retransmit", "keepalive", "time_wait", "probe"];

/** Source: include/linux/net.h, enum sock_type */
const SOCKET_TYPES: Readonly<Record<number, string>> = {
  1: "stream",
  2: "dgram",
  3: "raw",
  4: "rdm",
  5: "seqpacket",
  6: "dccp",
  10: "packet",
};

/** Source: include/uapi/linux/netlink.h */
const NETLINK_PROTOCOLS: Readonly<Record<number, string>> = {
  0: "ROUTE",
  2: "USERSOCK",
  4: "SOCK_DIAG",
  5: "NFLOG",
  6: "XFRM",
  7: "SELINUX",
  8: "ISCSI",
  9: "AUDIT",
  10: "FIB_LOOKUP",
  11: "CONNECTOR",
  12: "NETFILTER",
  13: "IP6_FW",
  14: "DNRTMSG",
  15: "KOBJECT_UEVENT",
  16: "GENERIC",
  18: "SCSITRANSPORT",
  19: "ECRYPTFS",
  20: "RDMA",
  21: "CRYPTO",
  22: "SMC",
};

/** Source: include/uapi/linux/if_ether.h */
const ETHERNET_PROTOCOLS: Readonly<Record<number, string>> = {
  0: "NONE",
  3: "ALL",
  4: "802_2",
  0x0800: "IP",
  0x0806: "ARP",
  0x8100: "8021Q",
  0x86dd: "IPV6",
  0x8863: "PPP_DISC",
  0x8864: "PPP_SES",
  0x888e: "PAE",
  0x88cc: "LLDP",
  0x88f7: "1588",
};

/** Source: include/uapi/linux/in.h, in6.h */
const IP_PROTOCOLS: Readonly<Record<number, string>> = {
  0: "IP",
  1: "ICMP",
  2: "IGMP",
  6: "TCP",
  17: "UDP",
  41: "IPV6",
  47: "GRE",
  50: "ESP",
  51: "AH",
  58: "ICMPV6",
  89: "OSPF",
  103: "PIM",
  112: "VRRP",
  132: "SCTP",
  255: "RAW",
};

const PROTOCOLS = { raw: IP_PROTOCOLS, packet: ETHERNET_PROTOCOLS, netlink: NETLINK_PROTOCOLS } as const;

/** Name of a state, the number in hexadecimal when it has none. */
export function tcpState(state: number): string {
  return TCP_STATES[state] ?? `0x${state.toString(16)}`;
}

/** Name of a state, the number in hexadecimal when it has none. */
export function unixState(state: number): string {
  return UNIX_STATES[state] ?? `0x${state.toString(16)}`;
}

/** Name of a timer, the number when it has none. */
export function timerName(timer: number): string {
  return TIMERS[timer] ?? String(timer);
}

/** Name of a type of socket, the number when it has none. */
export function socketType(type: number): string {
  return SOCKET_TYPES[type] ?? String(type);
}

/** Name of a protocol within a family, null when it has no common one. */
export function protocolName(family: keyof typeof PROTOCOLS, number: number): string | null {
  return PROTOCOLS[family][number] ?? null;
}
