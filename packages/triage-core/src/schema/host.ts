import { z } from "zod";
import { instant } from "./identity.ts";

const text = z.string().nullable();

export const networkInterfaceSchema = z.object({
  name: z.string(),
  index: z.int().nullable(),
  mac: text.describe("Hardware address"),
  state: text.describe("operstate of sysfs"),
  mtu: z.int().nullable(),
  addresses: z.array(z.string()).describe("IPv4 and IPv6 addresses with prefix length where known"),
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
  session_id: text,
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
  interfaces: z.array(networkInterfaceSchema).nullable(),
  default_routes: z.array(defaultRouteSchema).nullable(),
  resolvers: z.array(z.string()).nullable(),
  mounts: z.array(mountSchema).nullable(),
  mounts_dropped: z.int(),
  sessions: z.array(sessionSchema).nullable(),
  lsm: z.array(z.string()).nullable().describe("Active Linux security modules"),
  selinux_mode: text.describe("enforcing, permissive"),
  apparmor_enabled: z.boolean().nullable(),
  lockdown: text,
  taint: z.int().nullable().describe("/proc/sys/kernel/tainted, a bit mask"),
  taint_flags: z.array(z.string()).nullable(),
});

export type HostSection = z.infer<typeof hostSchema>;

/** What could be seen from where we stood. */
export const vantageSchema = z.object({
  initial_pid_namespace: z.boolean().nullable(),
  initial_mount_namespace: z.boolean().nullable(),
  initial_user_namespace: z.boolean().nullable(),
  in_container: z.boolean().nullable(),
  container_evidence: text,
  hidepid: text.describe("hidepid option of /proc: off, noaccess, invisible, ptraceable"),
  pids_seen: z.int().nullable().describe("Processes that a listing of /proc shows"),
  pids_at_least: z
    .int()
    .nullable()
    .describe("The least number of processes there must be, from /proc/loadavg and /proc/stat"),
  notes: z.array(z.string()).describe("What else limited the view: small host, single reader, restricted /proc"),
});

export type Vantage = z.infer<typeof vantageSchema>;
