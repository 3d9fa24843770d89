import { readFileSync } from "node:fs";
import { decodeManifest, decodeTextFile, ManifestFileSchema } from "@livetriage/proto-types";
import type { TriagePackage } from "@livetriage/triage-core";
import { expect } from "vitest";
import type { Programs } from "./programs.ts";

/** Fetches the packages of a run, each signed and whole; gives the attempts that each sensor delivered. */
export async function fetchedPackages(programs: Programs, run: string, phases: readonly string[]) {
  const attempts = new Map<string, number[]>();
  for (const path of await programs.fetch(run)) {
    const document = JSON.parse(readFileSync(path, "utf8")) as TriagePackage;
    expect(document).toMatchObject({ command_id: run, ended: "finished" });
    expect(Object.keys(document.phases)).toEqual(phases);
    expect(Object.values(document.phases).every(({ items }) => items.length > 0)).toBe(true);
    const { sensorId, attempt } = manifestBeside(path);
    attempts.set(sensorId, [...(attempts.get(sensorId) ?? []), attempt]);
  }
  return attempts;
}

function manifestBeside(path: string) {
  const file = decodeTextFile(ManifestFileSchema, readFileSync(path.replace(/json$/, "manifest.json"), "utf8"));
  const manifest = decodeManifest((file.ok && file.value.manifest?.payload) || new Uint8Array());
  if (!manifest.ok) throw new Error(manifest.problem);
  return manifest.value;
}
