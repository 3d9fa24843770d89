import { z } from "zod";
import { instant } from "./identity.ts";

const text = z.string().nullable();
const dropped = z.int().optional().describe("Rows that did not fit");

export const networkInterfaceSchema = z.object({
  name: z.string(),
  index: z.int().nullable().describe("Interface index"),
  mac: text.describe("Hardware address"),
  state: text.describe("operstate of sysfs"),
  mtu: z.int().nullable(),
  addresses: z.array(z.string()).describe("IPv4 and IPv6 addresses with prefix length"),
  addresses_dropped: dropped,
});

export const defaultRouteSchema = z.object({
  family: z.enum(["inet", "inet6"]),
  gateway: text,
  interface: z.string(),
  metric: z.int().nullable(),
});

export const mountSchema = z.object({
  mount_point: z.string(),
  mount_point_base64: z.string().optional(),
  fs_type: z.string(),
  source: z.string(),
  options: z.string(),
  device: z.string().describe("major:minor"),
  root: z.string().describe("Directory of the file system that forms the root of this mount"),
});

export const sessionSchema = z.object({
  user: z.string(),
  uid: z.int().nullable(),
  tty: text,
  remote_host: text.describe("Where the session came from, as recorded; never resolved"),
  pid: z.int().nullable(),
  started_at: instant.nullable(),
  source: z.enum(["utmp", "logind"]),
  session_id: text.describe("Of logind"),
  service: text.describe("PAM service that opened the session, as logind has it: sshd, login"),
});

export const cloudSchema = z.object({
  provider: text,
  instance_id: text,
  region: text,
  account: text,
  image: text,
});

/** The host, from files only. Each field is null when unknown. */
export const hostSchema = z.object({
  hostname: text,
  machine_id: text,
  boot_id: text,
  os: z
    .object({ id: text, name: text, version_id: text, pretty_name: text, id_like: text, build_id: text })
    .describe("os-release"),
  kernel_release: text,
  kernel_version: text,
  arch: text,
  kernel_command_line: text,
  boot_time: instant.nullable(),
  uptime_seconds: z.number().nullable(),
  timezone: text.describe("Name behind /etc/localtime or in /etc/timezone"),
  dmi: z.object({ vendor: text, product: text, uuid: text, serial: text }),
  virtualization: text.describe("kvm, vmware, xen …, none; from DMI, hypervisor files and cpuinfo"),
  cloud: cloudSchema.nullable().describe("From files only, never the metadata address"),
  interfaces: z
    .array(networkInterfaceSchema)
    .nullable()
    .describe("Of our network namespace, or of that of process 1 with host_root"),
  interfaces_dropped: dropped,
  unassigned_addresses: z
    .array(z.string())
    .nullable()
    .describe("Own IPv4 addresses for which no route tells the interface"),
  unassigned_addresses_dropped: dropped,
  default_routes: z.array(defaultRouteSchema).nullable(),
  default_routes_dropped: dropped,
  resolvers: z.array(z.string()).nullable().describe("Name servers of resolv.conf"),
  resolvers_dropped: dropped,
  mounts: z.array(mountSchema).nullable(),
  mounts_dropped: z.int().describe("Mounts that did not fit"),
  sessions: z.array(sessionSchema).nullable().describe("Who is logged in"),
  sessions_dropped: dropped,
  lsm: z.array(z.string()).nullable().describe("Active Linux security modules"),
  selinux_mode: text.describe("enforcing, permissive, disabled"),
  apparmor_enabled: z.boolean().nullable(),
  lockdown: text.describe("none, integrity, confidentiality"),
  taint: z.int().nullable().describe("/proc/sys/kernel/tainted, a bit mask"),
  taint_flags: z.array(z.string()).nullable().describe("Letter and meaning of each bit of taint"),
});

export type HostSection = z.infer<typeof hostSchema>;

/** What could be seen from where we stood. */
export const vantageSchema = z.object({
  initial_pid_namespace: z.boolean().nullable(),
  initial_mount_namespace: z.boolean().nullable(),
  initial_user_namespace: z.boolean().nullable(),
  in_container: z.boolean().nullable(),
  container_evidence: text,
  host_root: z
    .string()
    .optional()
    .describe("Where the host's files were read when not at /: /proc/1/root is what process 1 sees"),
  hidepid: text.describe("hidepid option of /proc: off, noaccess, invisible, ptraceable"),
  pids_seen: z.int().nullable().describe("Processes that a listing of /proc shows"),
  threads_total: z
    .int()
    .nullable()
    .describe("Threads of the whole kernel, those of processes that we cannot see included, from /proc/loadavg"),
  pids_at_least: z
    .int()
    .nullable()
    .describe(
      "The least number of processes there must be: pids_seen, or more where cgroups name processes that hidepid hides",
    ),
  notes: z.array(z.string()).describe("What else limited the view: small host, single reader, restricted /proc"),
});

export type Vantage = z.infer<typeof vantageSchema>;
