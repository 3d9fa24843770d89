import type { HostFacts } from "../contract/host-facts.ts";
import type { HostSection } from "../schema/host.ts";
import { splitLines } from "../text/lines.ts";
import { redactText } from "../text/redact/redact.ts";
import { toRfc3339 } from "../text/time.ts";
import { parseOsRelease } from "./parse/os-release.ts";
import { parseUptime } from "./parse/uptime.ts";
import type { FactsRead } from "./read-host-facts.ts";
import type { Sources } from "./sources.ts";

const COMMAND_LINE_BYTES = 4096;

type SystemFields =
  | "hostname"
  | "machine_id"
  | "boot_id"
  | "os"
  | "kernel_release"
  | "kernel_version"
  | "arch"
  | "kernel_command_line"
  | "boot_time"
  | "uptime_seconds"
  | "timezone";

/** Which system this is, and since when it runs. */
export async function readSystem(
  sources: Sources,
  { facts, elf }: FactsRead,
): Promise<Pick<HostSection, SystemFields>> {
  const live = async <T>(read: () => Promise<T | null>): Promise<T | null> => (facts.live ? await read() : null);
  const [hostname, machineId, os, version, arch, commandLine, uptime, timezone] = await Promise.all([
    readHostname(sources, facts.live),
    readMachineId(sources),
    readOs(sources),
    live(() => readBrief(sources, "/proc/sys/kernel/version")),
    live(() => readBrief(sources, "/proc/sys/kernel/arch")),
    live(() => sources.text("/proc/cmdline", { maxBytes: COMMAND_LINE_BYTES })),
    live(() => sources.text("/proc/uptime")),
    readTimezone(sources),
  ]);
  return {
    hostname,
    machine_id: machineId,
    boot_id: facts.boot_id,
    os,
    kernel_release: facts.kernel_release,
    kernel_version: version,
    arch: arch ?? elf?.arch ?? null,
    kernel_command_line: commandLine === null ? null : commandLineOf(commandLine, sources, facts),
    boot_time: facts.boot_time_ns === null ? null : toRfc3339(facts.boot_time_ns),
    uptime_seconds: parseUptime(uptime ?? ""),
    timezone,
  };
}

function commandLineOf(text: string, sources: Sources, { redact }: HostFacts): string {
  return sources.brief(redactText(text.trim(), redact).text, "/proc/cmdline", COMMAND_LINE_BYTES);
}

/** First line of a file in the document's form. */
async function readBrief(sources: Sources, path: string): Promise<string | null> {
  const line = await sources.line(path);
  return line === null ? null : sources.brief(line, path);
}

/** The kernel's word for a running host, /etc/hostname for an image. Source: hostname(5) */
async function readHostname(sources: Sources, live: boolean): Promise<string | null> {
  if (live) return readBrief(sources, "/proc/sys/kernel/hostname");
  const lines = splitLines((await sources.text("/etc/hostname")) ?? "").map((line) => line.trim());
  const name = lines.find((line) => line !== "" && !line.startsWith("#"));
  return name === undefined ? null : sources.brief(name, "/etc/hostname");
}

/** Source: machine-id(5); anything but 32 hex digits (`uninitialized`) is no id. */
async function readMachineId(sources: Sources): Promise<string | null> {
  const id = (await sources.line("/etc/machine-id")) ?? (await sources.line("/var/lib/dbus/machine-id")) ?? "";
  return /^[0-9a-f]{32}$/.test(id) ? id : null;
}

async function readOs(sources: Sources): Promise<HostSection["os"]> {
  const text = (await sources.text("/etc/os-release")) ?? (await sources.text("/usr/lib/os-release"));
  const variables = parseOsRelease(text ?? "");
  const value = (name: string): string | null => {
    const said = variables.get(name);
    return said === undefined ? null : sources.brief(said, "/etc/os-release");
  };
  return {
    id: value("ID"),
    name: value("NAME"),
    version_id: value("VERSION_ID"),
    pretty_name: value("PRETTY_NAME"),
    id_like: value("ID_LIKE"),
    build_id: value("BUILD_ID"),
  };
}

/** Name of the zone: from the link /etc/localtime, else Debian's /etc/timezone. Source: localtime(5) */
async function readTimezone(sources: Sources): Promise<string | null> {
  const link = await sources.link("/etc/localtime");
  const name = /zoneinfo\/(?:posix\/|right\/)?(.+)$/.exec(link ?? "")?.[1] ?? (await sources.line("/etc/timezone"));
  return name === null ? null : sources.brief(name, "/etc/localtime");
}
