import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
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

/** Writes `NAME-VERSION.cdx.json` for each package: what a library depends on, what was bundled into a program. */
export async function writeSboms(root: string, members: readonly Member[], folder: string): Promise<void> {
  for (const member of members) {
    const name = `${member.name.replace("@", "").replace("/", "-")}-${member.version}`;
    write(join(folder, `${name}.cdx.json`), await bomOf(root, member));
  }
}

/** Writes `FILE.cdx.json` beside an executable: what was bundled into the program, and the Node that runs it. */
export async function writeExecutableSbom(root: string, member: Member, node: string, file: string): Promise<void> {
  const bom = await bomOf(root, member);
  const { optionalDependencies } = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as Versions;
  const version = optionalDependencies[node];
  const purl = `pkg:npm/${node}@${version}`;
  const runtime = { type: "application", name: node, version, purl, "bom-ref": purl };
  write(`${file}.cdx.json`, { ...bom, components: [...bom.components, runtime] });
}

interface Versions {
  readonly optionalDependencies: Readonly<Record<string, string>>;
}

const write = (file: string, bom: Bom): void => writeFileSync(file, `${JSON.stringify(bom, null, 2)}\n`);

/**
 * pnpm knows dependencies from the lockfile; that a program has some of its build's dependencies inside only its bundler
 * knows. Serial number and time are left out and lists are sorted, so that the same sources give the same bytes.
 */
async function bomOf(root: string, { name, folder }: Member): Promise<Bom> {
  const list = join(root, folder, BUNDLED_PACKAGES);
  const bundled = existsSync(list) ? new Set(JSON.parse(readFileSync(list, "utf8")) as string[]) : null;
  const which = bundled === null ? ["--prod"] : ["--sbom-type", "application"];
  const made = mkdtempSync(join(tmpdir(), "livetriage-sbom-"));
  const out = ["--lockfile-only", "--split", "--out", join(made, "%s")];
  await must("pnpm", ["--filter", name, "sbom", "--sbom-format", "cyclonedx", ...out, ...which], { cwd: root });
  const [file = ""] = readdirSync(made);
  const bom = JSON.parse(readFileSync(join(made, file), "utf8")) as Bom;
  rmSync(made, { recursive: true });
  return reproducible(bundled === null ? bom : within(bom, bundled));
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
