import type { Entry, EntryFile } from "../entries/entry.ts";
import { parseLoadedModules } from "../entries/modules.ts";
import type { Mechanism } from "./mechanism.ts";

/** What the running kernel says, where files may say otherwise. */
export const KERNEL_STATE: readonly Mechanism[] = [
  {
    id: "loaded_module",
    row: 91,
    technique: "T1014",
    doc: "Loaded modules that only /proc or only /sys shows, or that taint the kernel",
    trigger: "kernel",
    runsAs: "root",
    paths: { any: ["/proc/modules", "/sys/module/*/initstate"] },
    parse: parseLoadedModules,
  },
  {
    id: "kernel_helper",
    row: 89,
    technique: "T1546",
    doc: "Programs that the running kernel starts by itself",
    trigger: "event",
    runsAs: "root",
    paths: { any: ["/proc/sys/kernel/{core_pattern,modprobe,hotplug,poweroff_cmd}"] },
    parse: parseHelper,
  },
  {
    id: "binfmt_active",
    row: 88,
    technique: "T1546",
    doc: "Interpreters that the running kernel has registered",
    trigger: "exec",
    runsAs: "*",
    paths: { any: ["/proc/sys/fs/binfmt_misc/*"] },
    parse: (file) => {
      const interpreter = /^interpreter (\/\S+)$/m.exec(file.text)?.[1];
      const state = file.text.startsWith("enabled") ? "enabled" : "disabled";
      return interpreter === undefined
        ? []
        : [{ name: file.name, key: "interpreter", command: interpreter, argv: [interpreter], state }];
    },
  },
];

/** core_pattern starts a program only after a `|`. Source: core(5). */
function parseHelper(file: EntryFile): Entry[] {
  const value = file.text.trim();
  const command = file.name === "core_pattern" ? (value.startsWith("|") ? value.slice(1) : "") : value;
  return command === ""
    ? []
    : [{ line: 1, key: `kernel.${file.name}`, command, argv: command.split(/\s+/), raw: value }];
}
