import { decodeLossless, splitLines } from "@livetriage/triage-core/text";

/** Identifiers that container runtimes put into paths of cgroups: 64 hexadecimal digits, LXC names. */
const PATTERNS = [/(?:^|[/:-])([0-9a-f]{64})(?:\.scope)?(?=\/|$)/, /\/lxc(?:\.payload)?[./]([^/]+)/];

/**
 * Container in which a process is, by its control groups; null when none of them names one.
 *
 * Shape:  `0::/system.slice/docker-<id>.scope`, `4:memory:/kubepods/burstable/pod<uid>/<id>`, `0::/lxc.payload.web/…`
 * Source: cgroups(7)
 */
export function parseContainerId(bytes: Uint8Array): string | null {
  for (const line of splitLines(decodeLossless(bytes))) {
    const path = line.split(":").slice(2).join(":");
    for (const pattern of PATTERNS) {
      const id = pattern.exec(path)?.[1];
      if (id !== undefined) return id.toWellFormed();
    }
  }
  return null;
}
