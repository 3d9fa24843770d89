import type { Entry, EntryFile } from "../entries/entry.ts";
import { keysMatching, linesMatching } from "../entries/lines.ts";
import { parseLoaded, parsePresence } from "../entries/presence.ts";
import { parseSourced } from "../entries/sourced.ts";
import { payloadOfArgv } from "../parse/payload.ts";
import { parseQuotedWords } from "../parse/quoted-words.ts";
import type { Mechanism } from "./mechanism.ts";

const CONFIGS = "/{etc,run,usr/local/lib,usr/lib,lib}";

const moduleNames = linesMatching({
  match: /^\s*(?<command>[\w.-]+(?:\s+\S.*)?)$/,
  comment: /^\s*[#;]/,
  setting: true,
});

const openrcModules = linesMatching({
  match: /^\s*(?<key>modules(?:_\w+)?)\s*=\s*["']?(?<command>[^"'\n]+)/,
  setting: true,
});

/** Modules, devices, formats and helpers of the kernel. */
export const KERNEL: readonly Mechanism[] = [
  {
    id: "modules_load",
    row: 79,
    technique: "T1547.006",
    doc: "Kernel modules loaded at boot",
    trigger: "boot",
    runsAs: "root",
    paths: {
      any: ["/etc/modules", `${CONFIGS}/modules-load.d/*.conf`, "/etc/initramfs-tools/modules"],
      rhel: ["/etc/rc.modules", "/etc/sysconfig/modules/*.modules"],
      alpine: ["/etc/modules.d/*", "/etc/conf.d/modules"],
    },
    parse: (file) => {
      if (file.path.includes("/sysconfig/") || file.path.endsWith("rc.modules")) return parseSourced(file);
      return file.path.startsWith("/etc/conf.d/") ? openrcModules(file) : moduleNames(file);
    },
  },
  {
    id: "modprobe",
    row: 80,
    technique: "T1547.006",
    doc: "Commands that modprobe runs instead of loading",
    trigger: "module_load",
    runsAs: "root",
    paths: { any: [`${CONFIGS}/modprobe.d/*.conf`, "/etc/modprobe.conf"] },
    parse: linesMatching({ match: /^\s*(?<key>install|remove)\s+(?<name>\S+)\s+(?<command>\S.*)$/, continued: true }),
  },
  {
    id: "kernel_module",
    row: 81,
    technique: "T1547.006",
    doc: "Modules outside the kernel package's tree",
    trigger: "module_load",
    runsAs: "root",
    unread: true,
    paths: {
      any: ["/{lib,usr/lib}/modules/*/{extra,updates,misc,weak-updates}/**/*.ko*", "/{lib,usr/lib}/modules/*/*.ko*"],
    },
    parse: parseLoaded,
  },
  {
    id: "kernel_module_in_tree",
    row: 81,
    technique: "T1547.006",
    doc: "Modules in the kernel package's tree that are not as it brought them",
    trigger: "module_load",
    runsAs: "root",
    unread: true,
    foreignOnly: true,
    paths: { any: ["/{lib,usr/lib}/modules/*/kernel/**/*.ko*", "/{lib,usr/lib}/modules/*/kernel/*/*/**/*.ko*"] },
    parse: parseLoaded,
  },
  {
    id: "dkms",
    row: 81,
    technique: "T1547.006",
    doc: "Commands of DKMS",
    trigger: "package_operation",
    runsAs: "root",
    paths: {
      any: [
        "/usr/src/*/dkms.conf",
        "/var/lib/dkms/*/*/source/dkms.conf",
        "/etc/dkms/*.conf",
        "/etc/dkms/framework.conf.d/*",
      ],
    },
    parse: keysMatching(
      "POST_INSTALL|PRE_INSTALL|PRE_BUILD|POST_BUILD|POST_ADD|POST_REMOVE|post_transaction|sign_tool",
    ),
  },
  {
    id: "udev",
    row: 82,
    technique: "T1546.017",
    doc: "Programs that udev rules run",
    trigger: "device_event",
    runsAs: "root",
    paths: { any: [`${CONFIGS}/udev/rules.d/*.rules`] },
    parse: parseUdev,
  },
  {
    id: "binfmt",
    row: 88,
    technique: "T1546",
    doc: "Interpreters of binary formats",
    trigger: "exec",
    runsAs: "*",
    paths: { any: [`${CONFIGS}/binfmt.d/*.conf`] },
    parse: linesMatching({
      match: /^([^\s#;])(?<name>(?:(?!\1).)+)\1[EM](?:\1(?:(?!\1).)*){3}\1(?<command>(?:(?!\1).)+)\1(?<key>\w*)\s*$/,
      words: true,
    }),
  },
  {
    id: "binfmt_registered",
    row: 88,
    technique: "T1546",
    doc: "Interpreters registered with update-binfmts",
    trigger: "exec",
    runsAs: "*",
    paths: { debian: ["/var/lib/binfmts/*", "/usr/share/binfmts/*"] },
    parse: parseRegisteredFormat,
  },
  {
    id: "sysctl",
    row: 89,
    technique: "T1546",
    doc: "Kernel settings that name a program",
    trigger: "event",
    runsAs: "root",
    paths: { any: ["/etc/sysctl.conf", `${CONFIGS}/sysctl.d/*.conf`] },
    parse: linesMatching({
      match:
        /^\s*-?(?<key>kernel[./](?:core_pattern|modprobe|hotplug|poweroff_cmd)|fs[./]binfmt_misc\S*)\s*=\s*\|?(?<command>\S.*)$/,
      comment: /^\s*[#;]/,
      words: true,
    }),
  },
  {
    id: "request_key",
    row: 89,
    technique: "T1546",
    doc: "Programs that the kernel asks for keys",
    trigger: "event",
    runsAs: "root",
    paths: { any: ["/etc/request-key.conf", "/etc/request-key.d/*.conf"] },
    parse: linesMatching({ match: /^\s*(?<name>\w+)\s+\S+\s+\S+\s+\S+\s+\|?(?<command>\/\S.*)$/, words: true }),
  },
  {
    id: "bpf_pin",
    row: 91,
    technique: "T1014",
    doc: "Pinned BPF objects",
    trigger: "kernel",
    runsAs: "root",
    unread: true,
    paths: { any: ["/sys/fs/bpf/**/*"] },
    parse: parsePresence,
  },
];

/** Interpreter and detector: lines with their key as packages write them, the sixth and seventh in update-binfmts' own files. */
function parseRegisteredFormat(file: EntryFile): Entry[] {
  const lines = file.text.split("\n");
  return ["interpreter", "detector"].flatMap((key, index) => {
    const said = new RegExp(`^${key}\\s+(\\S+)`, "m").exec(file.text)?.[1];
    const program = said ?? lines[5 + index] ?? "";
    return program.startsWith("/") ? [{ name: file.name, key, command: program, argv: [program] }] : [];
  });
}

const udevActions = linesMatching({
  match:
    /\b(?<key>RUN(?:\{program\})?|PROGRAM|IMPORT\{program\}|ENV\{SYSTEMD_(?:USER_)?WANTS\})\s*(?:\+?=|==|:=)\s*e?"(?<command>(?:[^"\\]|\\.)*)"/g,
  continued: true,
});

/** RUN, PROGRAM, IMPORT{program} and the units that a device wants. Source: udev(7). */
function parseUdev(file: EntryFile): Entry[] {
  return udevActions(file).map((entry) => {
    const command = entry.command ?? "";
    if (entry.key?.includes("WANTS") === true) return { ...entry, payload: null, activates: command };
    const isEscaped = command.includes("\\") && entry.raw?.includes(`e"${command}"`) === true;
    const argv = parseQuotedWords(command.replaceAll('\\"', '"'), "udev") ?? [];
    const [program = "", ...rest] = argv;
    const found = program.startsWith("/") ? program : `/usr/lib/udev/${program}`;
    return { ...entry, ...(isEscaped ? {} : { argv }), payload: payloadOfArgv([found, ...rest]) };
  });
}
