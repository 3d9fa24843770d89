import type { Collection, Registry } from "@livetriage/triage-core";
import { BUILD, VERSION } from "../version.ts";
import { registry } from "./registry.ts";

/** This program, with the phases that it holds, as a document names it. */
export function toolOf(
  known: Registry,
  hashes: Pick<Collection["tool"], "sha256" | "reader_sha256"> = { sha256: null },
): Collection["tool"] {
  const phases = Object.fromEntries(known.map(({ name, version }) => [name, version]));
  return { name: "livetriage-sensor", version: VERSION, build: BUILD, phases, ...hashes, runtime: process.version };
}

/** The version line that other programs look for, then what the program is made of. */
export function versionText(): string {
  const { name, version, build, phases = {}, runtime } = toolOf(registry);
  const parts = Object.entries(phases).map((part) => part.join(" "));
  return `${name} ${version}\nbuild ${build ?? "unknown"}, ${parts.join(", ")}, Node ${runtime}\n`;
}
