import type { HostSection, TriagePackage } from "@livetriage/triage-core";
import type { Table } from "../terminal/layout.ts";
import { duration, second, span } from "./units.ts";

/** Where we are, when, as whom, and what could be seen from there. */
export function headView(document: TriagePackage): Table {
  const rows: [string, string][] = [
    ["host", hostLine(document.host)],
    ["collected", collectedLine(document)],
    ["seen from", vantageLine(document)],
    ["inside", insideLine(document)],
    ...document.vantage.notes.map((note): [string, string] => ["note", note]),
    ["up", `${uptime(document.host)}, boot ${document.host.boot_id ?? "-"}`],
    ["network", networkLine(document.host)],
    ["sessions", sessionLine(document.host)],
    ["case", caseLine(document)],
    ["machine", machineLine(document.host)],
    ["security", securityLine(document.host)],
    ["secrets", document.collection.redaction === "off" ? "IN CLEAR: collected with --no-redact" : ""],
    ["package", `${document.package_id}, ${document.collector.name} ${document.collector.version}`],
  ];
  return {
    title: "HOST",
    uncounted: true,
    wraps: true,
    columns: [{ title: "" }, { title: "" }],
    rows: rows.filter(([, text]) => text !== ""),
    more: "--view gaps",
  };
}

function hostLine(host: HostSection): string {
  const system = `Linux ${host.kernel_release ?? "-"} ${host.arch ?? ""}`.trimEnd();
  return list([host.hostname ?? "(no name)", host.os.pretty_name ?? host.os.id, system]);
}

function machineLine(host: HostSection): string {
  const cloud = host.cloud === null ? "" : list([host.cloud.provider, host.cloud.instance_id]);
  return list([host.machine_id ?? "no machine id", host.virtualization, cloud, host.dmi.vendor, host.dmi.product]);
}

function collectedLine(document: TriagePackage): string {
  const root = document.root === "/" ? "" : `, image at ${document.root}`;
  const took = document.duration_ms === null ? "" : ` in ${duration(document.duration_ms)}`;
  return `${second(document.started_at)}${took}, ${document.ended}${root}`;
}

function vantageLine({ vantage, effective_uid }: TriagePackage): string {
  const { pids_seen: seen, pids_at_least: least, hidepid } = vantage;
  return list([
    `uid ${effective_uid}`,
    seen === null ? "no process listing" : `${seen} processes${least === null ? "" : ` of at least ${least}`}`,
    hidepid === null || hidepid === "off" ? "" : `hidepid=${hidepid}`,
  ]);
}

/** The container or the namespaces that we look out of; nothing where we stand in the open. */
function insideLine({ vantage }: TriagePackage): string {
  const spaces = {
    pid: vantage.initial_pid_namespace,
    mount: vantage.initial_mount_namespace,
    user: vantage.initial_user_namespace,
  };
  const foreign = Object.entries(spaces).filter(([, initial]) => initial === false);
  const unknown = Object.entries(spaces).filter(([, initial]) => initial === null);
  return list([
    vantage.in_container === true ? `a container (${vantage.container_evidence ?? "no evidence"})` : "",
    foreign.length > 0 ? `not the initial ${foreign.map(([name]) => name).join(", ")} namespace` : "",
    unknown.length > 0 ? `${unknown.map(([name]) => name).join(", ")} namespace unknown` : "",
  ]);
}

function networkLine(host: HostSection): string {
  const interfaces = (host.interfaces ?? []).filter((each) => each.name !== "lo" && each.addresses.length > 0);
  const routes = (host.default_routes ?? []).map((route) => `via ${route.gateway ?? route.interface}`);
  return list([...interfaces.map((each) => `${each.name} ${each.addresses.join(" ")}`), ...routes]);
}

function sessionLine(host: HostSection): string {
  if (host.sessions === null) return "unknown";
  return (
    list(
      host.sessions.map(
        (each) => `${each.user} ${each.tty ?? ""}${each.remote_host ? ` from ${each.remote_host}` : ""}`,
      ),
    ) || "none"
  );
}

function securityLine(host: HostSection): string {
  return list([
    host.lsm === null ? "" : `LSM ${host.lsm.join(" ") || "none"}`,
    host.selinux_mode === null ? "" : `SELinux ${host.selinux_mode}`,
    host.lockdown === null ? "" : `lockdown ${host.lockdown}`,
    host.taint === null || host.taint === 0
      ? ""
      : `kernel tainted: ${(host.taint_flags ?? []).join(" ") || host.taint}`,
  ]);
}

function caseLine({ collection }: TriagePackage): string {
  return list([collection.case_id, collection.operator, collection.reason, collection.note]);
}

function uptime(host: HostSection): string {
  return host.uptime_seconds === null ? "unknown" : span(Math.round(host.uptime_seconds));
}

function list(parts: readonly (string | null)[]): string {
  return parts.filter((part) => part !== null && part !== "").join(", ");
}
