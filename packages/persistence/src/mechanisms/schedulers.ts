import type { Entry, EntryFile } from "../entries/entry.ts";
import { parseExecutable } from "../entries/executable.ts";
import { inclusionsMatching } from "../entries/inclusion.ts";
import { linesMatching } from "../entries/lines.ts";
import { jsonCommands, yamlCommands } from "../entries/more.ts";
import { parseIncronWords } from "../parse/incron-words.ts";
import type { Mechanism } from "./mechanism.ts";

/** Schedulers besides cron and timers. */
export const SCHEDULERS: readonly Mechanism[] = [
  {
    id: "systemd_cron",
    row: 9,
    technique: "T1053.003",
    doc: "Units that systemd-cron makes of crontabs",
    trigger: "timer",
    runsAs: "root",
    paths: { any: ["/run/systemd/generator/cron-*.sh"] },
    parse: parseExecutable,
  },
  {
    id: "incron",
    row: 10,
    technique: "T1546",
    doc: "incron tables",
    trigger: "file_event",
    runsAs: ({ path, name }) => (path.startsWith("/var/") ? name : "root"),
    paths: { any: ["/etc/incron.d/*", "/var/spool/incron/*"] },
    parse: (file) =>
      incronLines(file).map((entry) => ({ ...entry, argv: parseIncronWords((entry.command ?? "").trimEnd()) })),
  },
  {
    id: "kubernetes_manifest",
    includes: inclusionsMatching({
      match: /^[ \t]*"?staticPodPath"?\s*:\s*"?(?<path>\/[^\s",]+)/,
      base: "/etc/kubernetes",
      directory: true,
    }),
    row: 11,
    technique: "T1543.005",
    doc: "Static pods and manifests that a kubelet or k3s applies",
    trigger: "boot",
    runsAs: "root",
    paths: {
      any: [
        "/etc/kubernetes/manifests/*",
        "/var/lib/rancher/{k3s,rke2}/server/manifests/*",
        "/var/lib/rancher/{k3s,rke2}/agent/pod-manifests/*",
        "/var/lib/kubelet/config.yaml",
        "/etc/kubernetes/kubelet*",
      ],
    },
    parse: parseManifest,
  },
];

const incronLines = linesMatching({
  match: /^\s*(?<name>(?:\\.|[^\s\\])+)\s+(?<key>[A-Z_]+(?:,\S+)*|\d+)\s+(?<command>\S.*)$/,
});

const inYaml = yamlCommands(["command", "image"]);
const inJson = jsonCommands(/^(command|args|image)$/);

/** A manifest in either of its forms. */
function parseManifest(file: EntryFile): readonly Entry[] {
  return file.text.trimStart().startsWith("{") ? inJson(file) : inYaml(file);
}
