import { type PhaseSection, packageSchema, type TriagePackage } from "@livetriage/triage-core";

/** A phase that delivered these items and had no trouble. */
export function sampleSection(items: readonly object[], more: Partial<PhaseSection> = {}): PhaseSection {
  return {
    version: "0.1.0",
    schema: 1,
    status: "complete",
    error: null,
    errors: [],
    truncations: [],
    caps: { entries: 100, bytes: 100_000 },
    params: {},
    facts: [],
    started_at: "2026-11-23T12:00:00Z",
    duration_ms: 310,
    items: [...items],
    ...more,
  };
}

/** A small server as a package, for tests of views; checked against the schema, so that it cannot drift from it. */
export function samplePackage(phases: Record<string, PhaseSection>, more: Partial<TriagePackage> = {}): TriagePackage {
  return packageSchema.parse({ ...HEAD, phases, ...more });
}

const CLOCKS = { wall: "2026-11-23T12:00:00Z", monotonic_ns: "1", boottime_ns: "1" };

const HEAD: Omit<TriagePackage, "phases"> = {
  schema: "livetriage.package/v1",
  package_id: "5e3f4c2a-0000-4000-8000-000000000001",
  command_id: null,
  collector: { name: "livetriage", version: "0.1.0" },
  collection: {
    case_id: "IR-7",
    operator: "kim",
    reason: null,
    note: null,
    login_uid: 1000,
    sudo_user: "kim",
    argv: ["livetriage", "collect"],
    tool: { name: "livetriage", version: "0.1.0", build: null, sha256: null, runtime: "v24.21.0" },
    redaction: "on",
    clocks_start: CLOCKS,
    clocks_end: CLOCKS,
  },
  host: {
    hostname: "db-1",
    machine_id: "0123456789abcdef0123456789abcdef",
    boot_id: "b0070000-0000-4000-8000-000000000000",
    os: {
      id: "debian",
      name: "Debian",
      version_id: "12",
      pretty_name: "Debian GNU/Linux 12 (bookworm)",
      id_like: null,
      build_id: null,
    },
    kernel_release: "6.1.0-30-amd64",
    kernel_version: null,
    arch: "x86_64",
    kernel_command_line: null,
    boot_time: "2026-11-20T10:00:00Z",
    uptime_seconds: 266_400,
    timezone: "Etc/UTC",
    dmi: { vendor: "QEMU", product: "Standard PC", uuid: null, serial: null },
    virtualization: "kvm",
    cloud: null,
    interfaces: [
      { name: "lo", index: 1, mac: null, state: "unknown", mtu: 65536, addresses: ["127.0.0.1/8"] },
      { name: "eth0", index: 2, mac: "52:54:00:00:00:01", state: "up", mtu: 1500, addresses: ["10.0.0.5/24"] },
    ],
    default_routes: [{ family: "inet", gateway: "10.0.0.1", interface: "eth0", metric: 0 }],
    unassigned_addresses: [],
    resolvers: ["10.0.0.1"],
    mounts: [],
    mounts_dropped: 0,
    sessions: [
      {
        user: "kim",
        uid: 1000,
        tty: "pts/0",
        remote_host: "10.0.0.9",
        pid: 900,
        started_at: "2026-11-23T11:50:00Z",
        source: "utmp",
        session_id: null,
        service: "sshd",
      },
    ],
    lsm: ["apparmor"],
    selinux_mode: null,
    apparmor_enabled: true,
    lockdown: "none",
    taint: 0,
    taint_flags: [],
  },
  vantage: {
    initial_pid_namespace: true,
    initial_mount_namespace: true,
    initial_user_namespace: true,
    in_container: false,
    container_evidence: null,
    hidepid: "off",
    pids_seen: 92,
    pids_at_least: 90,
    threads_total: 150,
    notes: [],
  },
  root: "/",
  effective_uid: 0,
  capabilities: null,
  started_at: "2026-11-23T12:00:00Z",
  errors: [],
  finished_at: "2026-11-23T12:00:01Z",
  duration_ms: 1000,
  ended: "finished",
  footprint: null,
};
