import type { TriagePackage } from "@livetriage/triage-core";

/** Name of a package's file, without its ending: `HOST-UTC-ID`, of nothing but letters, digits, `.`, `_` and `-`. */
export function packageName(document: TriagePackage): string {
  const host = (document.host.hostname ?? "").replaceAll(/[^A-Za-z0-9._-]/g, "_").replace(/^[.-]+/, "");
  const time = document.started_at.replace(/\.\d+/, "").replaceAll(/[-:]/g, "");
  return `${host.slice(0, 64) || "unknown"}-${time}-${document.package_id.slice(0, 8)}`;
}
