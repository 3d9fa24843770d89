/** Names by bit. Source: include/uapi/linux/capability.h */
const NAMES = [
  "chown",
  "dac_override",
  "dac_read_search",
  "fowner",
  "fsetid",
  "kill",
  "setgid",
  "setuid",
  "setpcap",
  "linux_immutable",
  "net_bind_service",
  "net_broadcast",
  "net_admin",
  "net_raw",
  "ipc_lock",
  "ipc_owner",
  "sys_module",
  "sys_rawio",
  "sys_chroot",
  "sys_ptrace",
  "sys_pacct",
  "sys_admin",
  "sys_boot",
  "sys_nice",
  "sys_resource",
  "sys_time",
  "sys_tty_config",
  "mknod",
  "lease",
  "audit_write",
  "audit_control",
  "setfcap",
  "mac_override",
  "mac_admin",
  "syslog",
  "wake_alarm",
  "block_suspend",
  "audit_read",
  "perfmon",
  "bpf",
  "checkpoint_restore",
] as const;

/** Sets of at least this many are told as `all` less what they lack. */
const MANY = 30;

const BITS = Array.from({ length: 64 }, (_, bit) => bit);

/**
 * A capability mask of status as names: `["net_raw"]`; a set of nearly all as `["all", "-sys_resource"]`.
 *
 * Errors: null when the text is not hexadecimal. A bit without a name is `cap_N`.
 * Source: capabilities(7), proc_pid_status(5)
 */
export function parseCapabilityMask(hex: string): readonly string[] | null {
  if (!/^[0-9a-f]{1,16}$/i.test(hex)) return null;
  const low = Number.parseInt(hex.slice(-8), 16);
  const high = Number.parseInt(hex.slice(0, -8) || "0", 16);
  const has = (bit: number): boolean => (((bit < 32 ? low : high) >>> (bit % 32)) & 1) === 1;
  const held = BITS.filter(has).map((bit) => NAMES[bit] ?? `cap_${bit}`);
  if (held.length < MANY) return held;
  return ["all", ...NAMES.filter((_name, bit) => !has(bit)).map((name) => `-${name}`)];
}
