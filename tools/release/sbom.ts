import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { must } from "../check/run.ts";
import type { Member } from "../check/workspace.ts";
import { BUNDLED_PACKAGES } from "./bundled-packages.ts";

interface Bom {
  serialNumber?: string;
  metadata: { timestamp?: string; component: { "bom-ref": string; type: string } };
  components: { purl: string }[];
  dependencies: { ref: string; dependsOn: string[] }[];
}

/** As pnpm fills it in; it names tarballs alike. */
const FILE = "%s-%v.cdx.json";

/**
 * Writes `NAME-VERSION.cdx.json` for each package: what a library depends on, what was bundled into a program.
 *
 * pnpm knows dependencies from the lockfile; that a program has some of its build's dependencies inside only its bundler
 * knows. Serial number and time are left out and lists are sorted, so that the same sources give the same bytes.
 */
export async function writeSboms(root: string, members: readonly Member[], folder: string): Promise<void> {
  for (const member of members) {
    const list = join(root, member.folder, BUNDLED_PACKAGES);
    const bundled = existsSync(list) ? new Set(JSON.parse(readFileSync(list, "utf8")) as string[]) : null;
    const file = join(folder, `${member.name.replace("@", "").replace("/", "-")}-${member.version}.cdx.json`);
    const which = bundled === null ? ["--prod"] : ["--sbom-type", "application"];
    const what = [
      "sbom",
      "--sbom-format",
      "cyclonedx",
      "--lockfile-only",
      "--split",
      "--out",
      join(folder, FILE),
      ...which,
    ];
    await must("pnpm", ["--filter", member.name, ...what], { cwd: root });
    const bom = JSON.parse(readFileSync(file, "utf8")) as Bom;
    writeFileSync(file, `${JSON.stringify(reproducible(bundled === null ? bom : within(bom, bundled)), null, 2)}\n`);
  }
}

function within(bom: Bom, purls: ReadonlySet<string>): Bom {
  const isInside = (ref: string) => purls.has(ref) || ref === bom.metadata.component["bom-ref"];
  return {
    ...bom,
    components: bom.components.filter(({ purl }) => purls.has(purl)),
    dependencies: bom.dependencies
      .filter(({ ref }) => isInside(ref))
      .map(({ ref, dependsOn }) => ({ ref, dependsOn: dependsOn.filter(isInside) })),
  };
}

function reproducible({ serialNumber, ...bom }: Bom): Bom {
  const { timestamp, ...metadata } = bom.metadata;
  return {
    ...bom,
    metadata,
    components: bom.components.toSorted((a, b) => (a.purl < b.purl ? -1 : 1)),
    dependencies: bom.dependencies
      .map(({ ref, dependsOn }) => ({ ref, dependsOn: dependsOn.toSorted() }))
      .toSorted((a, b) => (a.ref < b.ref ? -1 : 1)),
  };
}
