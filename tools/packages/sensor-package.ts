import { readFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { PROGRAM } from "../../apps/sensor/src/commands/table.ts";
import { VERSION } from "../../apps/sensor/src/version.ts";
import { root } from "../stamp.mjs";
import { bashCompletion, fishCompletion, zshCompletion } from "./completions.ts";
import { manualPage, programParts, text } from "./manual.ts";
import type { PackagedFile, PackageSpec } from "./package-tree.ts";
import { configKeys, presetConfig } from "./sensor-config-doc.ts";

const UNITS = ["livetriage-sensor.service", "livetriage-collect.socket", "livetriage-collect@.service"];

/** Where zsh looks for what packages bring. */
const ZSH = { deb: "usr/share/zsh/vendor-completions", rpm: "usr/share/zsh/site-functions" } as const;

const PURPOSE = "forensic snapshots of this host on operators' signed commands";

export interface SensorPackageOptions {
  readonly arch: "x64" | "arm64";
  readonly form: keyof typeof ZSH;
  /** The single executable. */
  readonly executable: string;
  /** Time of the commit, seconds since the epoch. */
  readonly epoch: number;
  readonly version?: string;
}

/** The package of the sensor: the executable, its units, users and configuration, and what tells of them. */
export function sensorPackage({ arch, form, executable, epoch, version = VERSION }: SensorPackageOptions): PackageSpec {
  const ours = (path: string) => ({ file: join(root, "apps/sensor", path) });
  const name = PROGRAM.name;
  return {
    name,
    version,
    arch,
    epoch,
    summary: PURPOSE,
    description: `${PROGRAM.doc}\nThe process with the network holds no rights over the host; what reads the host has no network.`,
    directories: ["etc/livetriage", "etc/livetriage/conf.d"],
    files: [
      { path: `usr/bin/${name}`, content: { file: executable }, isProgram: true },
      { path: "etc/livetriage/sensor.yaml", content: presetConfig(), isConfig: true },
      ...UNITS.map((unit) => ({ path: `usr/lib/systemd/system/${unit}`, content: ours(`systemd/${unit}`) })),
      { path: `usr/lib/sysusers.d/${name}.conf`, content: ours(`systemd/${name}.sysusers.conf`) },
      ...manualPages(version),
      { path: `usr/share/bash-completion/completions/${name}`, content: bashCompletion([PROGRAM]) },
      { path: `${ZSH[form]}/_${name}`, content: zshCompletion([PROGRAM]) },
      { path: `usr/share/fish/vendor_completions.d/${name}.fish`, content: fishCompletion([PROGRAM]) },
      { path: `usr/share/doc/${name}/README.md`, content: ours("README.md") },
      { path: `usr/share/doc/${name}/copyright`, content: readFileSync(join(root, "LICENSE"), "utf8") },
    ],
  };
}

function manualPages(version: string): PackagedFile[] {
  const files =
    "/etc/livetriage/sensor.yaml, /etc/livetriage/conf.d/*.yaml, /etc/livetriage/trust.json, /var/lib/livetriage-sensor";
  const program = manualPage({
    name: PROGRAM.name,
    section: 8,
    version,
    summary: PURPOSE,
    parts: [
      ...programParts([PROGRAM]),
      ["FILES", `${text(files)}\n`],
      ["SEE ALSO", ".BR livetriage\\-sensor.yaml (5)\n"],
    ],
  });
  const config = manualPage({
    name: "livetriage-sensor.yaml",
    section: 5,
    version,
    summary: "configuration of the livetriage sensor",
    parts: [
      ["DESCRIPTION", `${text(CONFIG_RULES)}\n`],
      ["KEYS", configKeys()],
      ["SEE ALSO", ".BR livetriage\\-sensor (8)\n"],
    ],
  });
  return [
    { path: `usr/share/man/man8/${PROGRAM.name}.8.gz`, content: gzipSync(program, { level: 9 }) },
    { path: "usr/share/man/man5/livetriage-sensor.yaml.5.gz", content: gzipSync(config, { level: 9 }) },
  ];
}

const CONFIG_RULES =
  "YAML. The file is read first, then conf.d/*.yaml beside it by name; a key of a later file takes the place of the same key before it, whole. Keys that this version does not know are warnings; `livetriage-sensor check-config` tells them and every error with its file, line and key.";
