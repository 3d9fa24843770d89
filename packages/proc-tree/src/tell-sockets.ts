import { baseName, isSystemPath, isUnusualPath } from "./places.ts";
import type { Process } from "./process.ts";
import type { SocketFacts } from "./read-socket-tables.ts";

const SHELLS = /^(?:ba|da|z|k|mk|a|c|tc|fi)?sh$|^busybox$/;
/** Programs that run what they are told; `node` and `java` are servers more often than not. */
const INTERPRETERS =
  /^(?:python[\d.]*|perl[\d.]*|ruby[\d.]*|php[\d.]*|lua[\d.]*|tclsh[\d.]*|awk|gawk|mawk|nc|ncat|netcat|nc\.\w+|socat|telnet)$/;
/** Programs of the system that hold raw or packet sockets by their nature. */
const NETWORK_TOOLS =
  /^(?:dhclient|dhcpcd|udhcpc|NetworkManager|systemd-networkd|wpa_supplicant|hostapd|lldpd|ping|ping6|traceroute|mtr-packet|tcpdump|dumpcap|keepalived|chronyd|avahi-daemon|radvd|pppd|dnsmasq|systemd-timesyncd)$/;
const STDIO = [0, 1, 2];
const ALL_MAY_WRITE = 0o002;

/** Would a connection of this process be worth telling? Only then are the tables of connections read. */
export function mayTellSockets(process: Process): boolean {
  const name = baseName(process.exe?.path ?? "");
  const isTelling = SHELLS.test(name) || INTERPRETERS.test(name) || isUnusual(process) || process.exe?.memfd === true;
  return isTelling || stdioSocket(process) !== null;
}

/** Note what the sockets of a process say of it. */
export function tellSockets(process: Process, { inet, raw, packet }: SocketFacts): void {
  const { fds, exe, told } = process;
  if (fds === null || exe === null) return;
  const name = baseName(exe.path);
  const own = [...fds.socketInodes.values()];
  const stdio = STDIO.flatMap((fd) => fds.socketInodes.get(fd) ?? []);
  if (SHELLS.test(name) && stdio.some((inode) => inet.has(inode))) told.add("shell_on_socket");
  else if (inet.has(stdioSocket(process) ?? "")) told.add("stdio_on_socket");
  if (isUnusual(process) && own.some((inode) => inet.has(inode))) told.add("unusual_exe_with_socket");
  if (isInterpreter(name) && own.some((inode) => inet.get(inode)?.publicPeer === true)) {
    told.add(runsSystemScript(process) ? "script_public_outbound" : "interpreter_public_outbound");
  }
  const expected = NETWORK_TOOLS.test(name) && isSystemPath(exe.path) ? "_expected" : "";
  if (own.some((inode) => raw.has(inode))) told.add(`raw_socket${expected}`);
  if (own.some((inode) => packet.has(inode))) told.add(`packet_socket${expected}`);
}

/** May anybody have put the program there? A memfd has all rights by its nature, and a signal of its own. */
function isUnusual({ exe, exeStat }: Process): boolean {
  if (exe === null || exe.memfd === true) return false;
  return isUnusualPath(exe.path) || ((exeStat?.mode ?? 0) & ALL_MAY_WRITE) !== 0;
}

/** Inode of the one socket that input, output and errors all are, as those of a shell that went by another name. */
function stdioSocket({ fds }: Process): string | null {
  const [input, ...others] = STDIO.map((fd) => fds?.socketInodes.get(fd));
  return input !== undefined && others.every((inode) => inode === input) ? input : null;
}

function isInterpreter(name: string): boolean {
  return SHELLS.test(name) || INTERPRETERS.test(name);
}

/** Does an interpreter run a script out of a directory that only root fills? */
function runsSystemScript({ argv }: Process): boolean {
  const script = argv?.argv.slice(1).find((arg) => !arg.startsWith("-"));
  return script !== undefined && isSystemPath(script) && argv?.argv.includes("-c") !== true;
}
