import type { HostReader } from "@livetriage/triage-core";
import { decodeLossless } from "@livetriage/triage-core/text";
import { isZone } from "./schedule/zone.ts";

/** The host's time zone; UTC where it is not said or not known here. Source: localtime(5). */
export async function readTimeZone(host: HostReader): Promise<string> {
  const [link, named] = await Promise.all([
    host.readLink("/etc/localtime"),
    host.readFile("/etc/timezone", { maxBytes: 256 }),
  ]);
  const byLink = link.ok ? /zoneinfo\/(?:posix\/|right\/)?(.+)$/.exec(link.value)?.[1] : undefined;
  const zone = byLink ?? (named.ok ? decodeLossless(named.value.bytes).trim() : "");
  return zone !== "" && isZone(zone) ? zone : "UTC"; // whether a name is a zone takes long to find out
}
