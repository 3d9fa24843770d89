import { readFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { PROGRAM } from "../../apps/sensor/src/commands/table.ts";
import { VERSION } from "../../apps/sensor/src/version.ts";
import { root } from "../stamp.mjs";
import { bashCompletion, fishCompletion, zshCompletion } from "./completions.ts";
import { type ManualPage, manualPage, programParts, text } from "./manual.ts";
import type { PackagedFile, PackageSpec } from "./package-tree.ts";
import type { ProgramDoc } from "./program-doc.ts";
import { configKeys, presetConfig } from "./sensor-config-doc.ts";

/** Where zsh looks for what packages bring. */
const ZSH = { deb: "usr/share/zsh/vendor-completions", rpm: "usr/share/zsh/site-functions" } as const;

const UNITS = ["livetriage-sensor.service", "livetriage-collect.socket", "livetriage-collect@.service"];

export interface PackageOptions {
  readonly arch: "x64" | "arm64";
  readonly form: keyof typeof ZSH;
  /** The file of a program's executable. */
  readonly executable: (program: string) => string;
  /** Time of the commit, seconds since the epoch. */
  readonly epoch: number;
  readonly version?: string;
}

/** The package of the sensor: the executable, its units, users and configuration, and what tells of them. */
export function sensorPackage({ arch, form, executable, epoch, version = VERSION }: PackageOptions): PackageSpec {
  const { name, doc } = PROGRAM;
  const ours = (path: string) => ({ file: join(root, "apps/sensor", path) });
  const summary = "forensic snapshots of this host on operators' signed commands";
  const [program, config] = sensorPages(version, summary);
  return {
    name,
    version,
    arch,
    epoch,
    summary,
    description: `${doc}\nThe process with the network holds no rights over the host; what reads the host has no network.`,
    directories: ["etc/livetriage", "etc/livetriage/conf.d"],
    requires: ["systemd"],
    scripts: join(import.meta.dirname, "scripts", name),
    files: [
      { path: `usr/bin/${name}`, content: { file: executable(name) }, isProgram: true },
      { path: "etc/livetriage/sensor.yaml", content: presetConfig(), isConfig: true },
      ...UNITS.map((unit) => ({ path: `usr/lib/systemd/system/${unit}`, content: ours(`systemd/${unit}`) })),
      { path: `usr/lib/sysusers.d/${name}.conf`, content: ours(`systemd/${name}.sysusers.conf`) },
      toManual(program),
      toManual(config),
      ...documentation([PROGRAM], "apps/sensor", form),
    ],
  };
}

/** The package of the command: it, the Collector's executable beside it, and what tells of them. */
export function commandPackage(
  programs: readonly ProgramDoc[],
  { arch, form, executable, epoch, version = commandVersion() }: PackageOptions,
): PackageSpec {
  const [{ name, doc }] = programs as [ProgramDoc];
  const summary = "forensic snapshot of a live Linux host";
  return {
    name,
    version,
    arch,
    epoch,
    summary,
    description: doc,
    directories: [],
    requires: [],
    scripts: null,
    files: [
      ...[name, `${name}-collector`].map((file) => ({
        path: `usr/bin/${file}`,
        content: { file: executable(file) },
        isProgram: true as const,
      })),
      toManual({ name, section: 1, version, summary, parts: programParts(programs) }),
      ...documentation(programs, "apps/cli", form),
    ],
  };
}

const commandVersion = (): string =>
  (JSON.parse(readFileSync(join(root, "apps/cli/package.json"), "utf8")) as { version: string }).version;

/** Completions, README and licence. */
function documentation(programs: readonly ProgramDoc[], folder: string, form: keyof typeof ZSH): PackagedFile[] {
  const name = programs[0]?.name ?? "";
  return [
    { path: `usr/share/bash-completion/completions/${name}`, content: bashCompletion(programs) },
    { path: `${ZSH[form]}/_${name}`, content: zshCompletion(programs) },
    { path: `usr/share/fish/vendor_completions.d/${name}.fish`, content: fishCompletion(programs) },
    { path: `usr/share/doc/${name}/README.md`, content: { file: join(root, folder, "README.md") } },
    { path: `usr/share/doc/${name}/copyright`, content: readFileSync(join(root, "LICENSE"), "utf8") },
  ];
}

function toManual(page: ManualPage): PackagedFile {
  const path = `usr/share/man/man${page.section}/${page.name}.${page.section}.gz`;
  return { path, content: gzipSync(manualPage(page), { level: 9 }) };
}

function sensorPages(version: string, summary: string): [ManualPage, ManualPage] {
  const files =
    "/etc/livetriage/sensor.yaml, /etc/livetriage/conf.d/*.yaml, /etc/livetriage/trust.json, /var/lib/livetriage-sensor";
  const parts: ManualPage["parts"] = [
    ...programParts([PROGRAM]),
    ["FILES", `${text(files)}\n`],
    ["SEE ALSO", ".BR livetriage\\-sensor.yaml (5)\n"],
  ];
  const keys: ManualPage["parts"] = [
    ["DESCRIPTION", `${text(CONFIG_RULES)}\n`],
    ["KEYS", configKeys()],
    ["SEE ALSO", ".BR livetriage\\-sensor (8)\n"],
  ];
  return [
    { name: PROGRAM.name, section: 8, version, summary, parts },
    {
      name: "livetriage-sensor.yaml",
      section: 5,
      version,
      summary: "configuration of the livetriage sensor",
      parts: keys,
    },
  ];
}

const CONFIG_RULES =
  "YAML. The file is read first, then conf.d/*.yaml beside it by name; a key of a later file takes the place of the same key before it, whole. Keys that this version does not know are warnings; `livetriage-sensor check-config` tells them and every error with its file, line and key.";
