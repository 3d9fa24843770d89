import type { LosslessString } from "@livetriage/triage-core/text";
import type { EntryFile } from "../entries/entry.ts";
import { parseExecLine } from "../parse/exec-line.ts";
import { parseUnitFile } from "../parse/unit-file.ts";
import { mailcapLines } from "../parse/update-mime.ts";
import { generated, type Origin } from "./origin.ts";

/** What rules may look at besides the file. */
export interface RuleContext {
  /** The file has the content of this template, and that is a package's own. */
  isCopyOf(file: EntryFile, template: LosslessString): boolean;
  /** The file is a package's own, unchanged. */
  isPackaged(path: LosslessString): boolean;
  /** Text of the packaged profiles of pam-auth-update. */
  readonly pamConfigs: string;
  /** Lines that update-mime makes of packages' files. */
  readonly mimeLines: ReadonlySet<string>;
}

/** A kind of file that tools of the distribution make on each host. */
interface GeneratedRule {
  readonly id: string;
  readonly path: RegExp;
  check(file: EntryFile, context: RuleContext): boolean;
}

/** Files, not links, that are in no package and yet the distribution's own when they pass their check. */
const FILE_RULES: readonly GeneratedRule[] = [
  { id: "package_database", path: /^\/var\/lib\/dpkg\/info\//, check: () => false },
  { id: "kernel", path: /^\/(proc|sys)\//, check: () => true },
  {
    id: "systemd_generator",
    path: /^\/run\/(systemd|user\/\d+\/systemd)\/generator(\.early|\.late)?\//,
    check: isOfGenerator,
  },
  {
    id: "systemd_transient",
    path: /^\/run\/(systemd|user\/\d+\/systemd)\/transient\/.*\.(scope|slice|device|mount)$/,
    check: ({ text }) => !/^Exec/m.test(text),
  },
  {
    id: "snapd",
    path: /^\/etc\/systemd\/system\/snap[.-]/,
    check: ({ text }) => /^X-Snappy=yes$/m.test(text) && !/^Exec\w+=(?!\/usr\/bin\/snap )/m.test(text),
  },
  {
    id: "cloud_init",
    path: /^\/etc\/sudoers\.d\/90-cloud-init-users$/,
    check: ({ text }) => text.startsWith("# Created by cloud-init"),
  },
  {
    id: "update_mime",
    path: /^\/etc\/mailcap$/,
    check: ({ text }, { mimeLines }) => mailcapLines(text).every((line) => mimeLines.has(line)),
  },
  { id: "pam_auth_update", path: /^\/etc\/pam\.d\/common-[a-z-]+$/, check: isMadeOfPamConfigs },
];

/** Where a copy is made of a template that a package brings. */
const COPIES: readonly (readonly [path: RegExp, template: (file: EntryFile) => LosslessString])[] = [
  [/^\/root\/\.(bashrc|profile)$/, ({ name }) => `/usr/share/base-files/dot${name}`],
  [/^\/etc\/(profile|nsswitch\.conf|networks|motd)$/, ({ name }) => `/usr/share/base-files/${name}`],
  [/^\/etc\/nsswitch\.conf$/, () => "/usr/share/libc-bin/nsswitch.conf"],
  [/^\/etc\/(shells|environment)$/, ({ name }) => `/usr/share/base-files/${name}`],
  [/^\/usr\/lib\/cups\/backend\/[^/]+$/, ({ name }) => `/usr/lib/cups/backend-available/${name}`],
  [/^\/usr\/lib\/cups\/backend\/mdns$/, () => "/usr/lib/cups/backend-available/dnssd"],
];

/** Templates that a file may be a copy of. */
export function templatesOf(file: EntryFile): LosslessString[] {
  const known = COPIES.filter(([path]) => path.test(file.path)).map(([, template]) => template(file));
  return file.home === null ? known : [...known, `/etc/skel${file.path.slice(file.home.path.length)}`];
}

/** The origin of a file that a tool made; null when no rule knows it. */
export function generatedFile(file: EntryFile, context: RuleContext): Origin | null {
  if (templatesOf(file).some((template) => context.isCopyOf(file, template))) return generated("copy", true);
  const rule = FILE_RULES.find(({ path }) => path.test(file.path));
  return rule === undefined ? null : generated(rule.id, rule.check(file, context));
}

/** The origin of a link in /etc whose end is a package's own; null when no rule knows it. Its check looks at the end. */
export function generatedLink(file: EntryFile): Origin | null {
  const enablement = /^\/etc\/systemd\/(?:system|user)\/([^/]+)\.(wants|requires|upholds)\/[^/]+$/.exec(file.path);
  if (enablement !== null) {
    const key = { wants: "WantedBy", requires: "RequiredBy", upholds: "UpheldBy" }[enablement[2] as string] as string;
    return generated("systemd_enablement", hasInstall(file.text, key, enablement[1] as string));
  }
  if (/^\/etc\/systemd\/(system|user)\/[^/]+$/.test(file.path)) {
    return generated(
      "systemd_alias",
      hasInstall(file.text, "Alias", file.name) || file.real?.endsWith(`/${file.name}`) === true,
    );
  }
  if (/^\/etc\/(rc\.d\/)?rc.\.d\//.test(file.path)) {
    return generated("update_rc_d", file.real === `/etc/init.d/${file.name.replace(/^[SK]\d\d/, "")}`);
  }
  if (file.path.startsWith("/etc/runlevels/")) return generated("rc_update", file.real === `/etc/init.d/${file.name}`);
  return file.path.startsWith("/etc/alternatives/") ? generated("update_alternatives", true) : null;
}

/** A mask beside the vendor's units, made by a maintainer script for a packaged init script that must not be wrapped. */
export function generatedMask(file: EntryFile, context: RuleContext): Origin | null {
  const stem = /^\/(?:usr\/)?lib\/systemd\/system\/(.+)\.service$/.exec(file.path)?.[1];
  if (file.real !== "/dev/null" || stem === undefined) return null;
  return context.isPackaged(`/etc/init.d/${stem}`) ? generated("maintainer_mask", true) : null;
}

/** Does the [Install] section of a unit name this value? Instances stand for their template. */
function hasInstall(text: string, key: string, value: string): boolean {
  const values = parseUnitFile(text).filter((setting) => setting.section === "Install" && setting.key === key);
  return values
    .flatMap((setting) => setting.value.split(/\s+/))
    .some((word) => word === value || word.replace("%i", "") === value);
}

/** A generated unit names its source, and runs that, or programs of packages. */
function isOfGenerator({ text }: EntryFile, { isPackaged }: RuleContext): boolean {
  const settings = parseUnitFile(text);
  const source = settings.find(({ key }) => key === "SourcePath")?.value;
  const documented = /^Documentation=man:\S*(?:generator|fstab|crypttab)/m.test(text);
  const programs = settings
    .filter(({ key }) => /^Exec[A-Z]/.test(key))
    .map(({ value }) => parseExecLine(value)[0]?.argv[0] ?? "");
  return (source !== undefined || documented) && programs.every((program) => program === source || isPackaged(program));
}

/** Every module line of a common-* file is in some packaged profile. */
function isMadeOfPamConfigs({ text }: EntryFile, { pamConfigs }: RuleContext): boolean {
  const modules = text
    .split("\n")
    .flatMap(
      (line) => /^\s*(?:auth|account|password|session)\s+(?:\[[^\]]*\]|\w+)\s+(\S(?:.*\S)?)\s*$/.exec(line)?.[1] ?? [],
    );
  return modules.every((module) => /^pam_(deny|permit)\.so$/.test(module) || pamConfigs.includes(module));
}
