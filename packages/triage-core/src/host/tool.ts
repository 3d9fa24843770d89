import type { Registry } from "../contract/phase.ts";
import type { Collection } from "../schema/collection.ts";

type Tool = Collection["tool"];

/** A program with the phases that it knows, as a document names it. */
export function describeTool(
  program: Pick<Tool, "name" | "version" | "build">,
  known: Registry,
  hashes: Pick<Tool, "sha256" | "reader_sha256"> = { sha256: null },
): Tool {
  const phases = Object.fromEntries(known.map(({ name, version }) => [name, version]));
  return { ...program, phases, ...hashes, runtime: process.version };
}

/** The version line that other programs look for, then what the program is made of. */
export function versionText({ name, version, build, phases = {}, runtime }: Tool): string {
  const parts = Object.entries(phases).map((part) => part.join(" "));
  return `${name} ${version}\nbuild ${build ?? "unknown"}, ${parts.join(", ")}, Node ${runtime}\n`;
}
