import { parseExecutable } from "../entries/executable.ts";
import { linesMatching } from "../entries/lines.ts";
import { yamlCommands } from "../entries/more.ts";
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
    runsAs: "root",
    paths: { any: ["/etc/incron.d/*", "/var/spool/incron/*"] },
    parse: (file) =>
      linesMatching({ match: /^\s*(?<name>\S+)\s+(?<key>[A-Z_]+(?:,\S+)*|\d+)\s+(?<command>\S.*)$/ })(file).map(
        (entry) => (file.path.startsWith("/var/") ? { ...entry, runsAs: file.name } : entry),
      ),
  },
  {
    id: "kubernetes_manifest",
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
      ],
    },
    parse: yamlCommands(["command", "image"]),
  },
];
