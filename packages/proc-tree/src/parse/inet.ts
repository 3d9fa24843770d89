import { splitLines } from "@livetriage/triage-core/text";

/** One socket of a table of /proc/net, as far as it is needed to judge its owner. */
export interface InetSocket {
  readonly inode: string;
  /** The other end is a public address. */
  readonly publicPeer: boolean;
}

/** Address of the other end and inode: the third and the tenth column. A table has as many lines as the host has sockets. */
const ROW = /^ *\S+ +\S+ +([^\s:]+)(?::\S*)?(?: +\S+){6} +(\d+)(?!\S)/gm;

/**
 * The sockets of one of /proc/net/{tcp,tcp6,udp,udp6,raw,raw6} whose inodes are wanted; all of them without `wanted`.
 *
 * Shape:  `sl local remote st queues timer retransmits uid timeout inode …`; addresses are words in the host's byte order.
 * Errors: a line of another shape is left out.
 * Source: proc_pid_net(5), get_tcp4_sock() in net/ipv4/tcp_ipv4.c
 */
export function parseInet(text: string, littleEndian: boolean, wanted?: ReadonlySet<string>): InetSocket[] {
  const sockets: InetSocket[] = [];
  for (const [, remote = "", inode = ""] of text.matchAll(ROW)) {
    if (inode === "0" || wanted?.has(inode) === false) continue;
    sockets.push({ inode, publicPeer: isPublic(remote, littleEndian) });
  }
  return sockets;
}

/**
 * Inodes of /proc/net/packet.
 *
 * Shape:  `sk RefCnt Type Proto Iface R Rmem User Inode`
 * Source: packet(7), packet_seq_show() in net/packet/af_packet.c
 */
export function parsePacketInodes(text: string): string[] {
  return splitLines(text).flatMap((line) => {
    const inode = line.trim().split(/ +/)[8] ?? "";
    return /^\d+$/.test(inode) ? [inode] : [];
  });
}

/** Not loopback, private, link-local, shared, multicast or unspecified. Source: IANA special-purpose registries */
function isPublic(hex: string, littleEndian: boolean): boolean {
  if (!/^(?:[0-9A-F]{8}|[0-9A-F]{32})$/i.test(hex)) return false;
  const address = littleEndian ? hex.replaceAll(/(..)(..)(..)(..)/g, "$4$3$2$1") : hex;
  if (address.length === 8) return isPublicV4(address);
  if (/^0{20}FFFF/i.test(address)) return isPublicV4(address.slice(-8));
  return (Number.parseInt(address.slice(0, 2), 16) & 0xe0) === 0x20;
}

function isPublicV4(address: string): boolean {
  const a = Number.parseInt(address.slice(0, 2), 16);
  const b = Number.parseInt(address.slice(2, 4), 16);
  if (a === 0 || a === 10 || a === 127 || a >= 224) return false;
  if (a === 100 && (b & 0xc0) === 64) return false;
  if (a === 169 && b === 254) return false;
  if (a === 172 && (b & 0xf0) === 16) return false;
  return !(a === 192 && b === 168);
}
