import { parseExecutable } from "../entries/executable.ts";
import { keysMatching, linesMatching } from "../entries/lines.ts";
import { iniCommands, jsonCommands, parseDockerContainer, yamlCommands } from "../entries/more.ts";
import { parseSourced } from "../entries/sourced.ts";
import type { Mechanism } from "./mechanism.ts";

const runtimes = jsonCommands(/^(?:path|authorization-plugins)$/);
const runtimeSettings = keysMatching("BinaryName|runtime_path|hooks_dir|conmon_path", { quiet: true });
const networkPlugins = jsonCommands(/^type$/);
const cloudConfig = yamlCommands(["bootcmd", "runcmd"]);

/** Containers and cloud-init. */
export const CONTAINERS: readonly Mechanism[] = [
  {
    id: "docker_container",
    row: 120,
    technique: "T1543.005",
    doc: "Containers of Docker and what starts them again",
    trigger: "boot",
    runsAs: "root",
    paths: { any: ["/var/lib/docker/containers/*/{config.v2,hostconfig}.json"] },
    parse: parseDockerContainer,
  },
  {
    id: "quadlet",
    row: 120,
    technique: "T1543.005",
    doc: "Containers that Podman starts by quadlet",
    trigger: "boot",
    runsAs: "root",
    paths: {
      any: [
        "/{etc,run,usr/share}/containers/systemd/*.{container,pod,kube}",
        "/etc/containers/systemd/users/*.{container,pod,kube}",
        "/etc/containers/systemd/users/*/*.{container,pod,kube}",
        "~/.config/containers/systemd/*.{container,pod,kube}",
      ],
    },
    parse: iniCommands(/^(Exec|Image|PodmanArgs|Yaml|Entrypoint)$/, { setting: true }),
  },
  {
    id: "container_runtime",
    row: 120,
    technique: "T1543.005",
    doc: "Runtimes, plugins and OCI hooks that container engines start",
    trigger: "service_start",
    runsAs: "root",
    paths: {
      any: [
        "/etc/docker/daemon.json",
        "/etc/containerd/config.toml",
        "/etc/containers/containers.conf",
        "/etc/containers/containers.conf.d/*.conf",
        "/{etc,usr/share}/containers/oci/hooks.d/*.json",
      ],
    },
    parse: (file) => (file.name.endsWith(".json") ? runtimes(file) : runtimeSettings(file)),
  },
  {
    id: "cni_network",
    row: 120,
    technique: "T1543.005",
    doc: "Networks of containers (CNI): the plugins that set them up, by name",
    trigger: "container_start",
    runsAs: "root",
    paths: { any: ["/etc/cni/net.d/*.{conf,conflist,json}"] },
    parse: (file) => networkPlugins(file).map((entry) => ({ ...entry, payload: null })),
  },
  {
    id: "cni_plugin",
    row: 120,
    technique: "T1543.005",
    doc: "Plugins of CNI that no package brought",
    trigger: "container_start",
    runsAs: "root",
    foreignOnly: true,
    paths: { any: ["/opt/cni/bin/*", "/usr/{lib,libexec}/cni/*"] },
    parse: parseExecutable,
  },
  {
    id: "libvirt_hook",
    row: 120,
    technique: "T1546",
    doc: "Hooks of libvirt",
    trigger: "event",
    runsAs: "root",
    paths: {
      any: [
        "/etc/libvirt/hooks/{daemon,qemu,lxc,libxl,network}",
        "/etc/libvirt/hooks/{daemon,qemu,lxc,libxl,network}.d/*",
      ],
    },
    parse: parseExecutable,
  },
  {
    id: "nspawn",
    row: 120,
    technique: "T1610",
    doc: "Commands of containers of systemd-nspawn",
    trigger: "boot",
    runsAs: "root",
    paths: { any: ["/{etc,run}/systemd/nspawn/*.nspawn", "/var/lib/machines/*.nspawn"] },
    parse: iniCommands(/^(?:Parameters|ProcessTwo)$/, { setting: true }),
  },
  {
    id: "lxc",
    row: 120,
    technique: "T1610",
    doc: "Hooks and start of LXC containers",
    trigger: "boot",
    runsAs: "root",
    paths: { any: ["/var/lib/lxc/*/config", "~/.local/share/lxc/*/config"] },
    parse: linesMatching({
      match: /^\s*(?<key>lxc\.hook\.\S+|lxc\.start\.auto|lxc\.init\.cmd|lxc\.execute\.cmd)\s*=\s*(?<command>\S.*)$/,
    }),
  },
  {
    id: "compose",
    row: 120,
    technique: "T1610",
    doc: "Compose files",
    trigger: "boot",
    runsAs: "root",
    paths: { any: ["/{opt,srv}/*/{docker-,}compose.{yml,yaml}", "/etc/docker/compose/*/{docker-,}compose.{yml,yaml}"] },
    parse: yamlCommands(["command", "entrypoint", "image"]),
  },
  {
    id: "cloud_init_script",
    row: 121,
    technique: "T1037",
    doc: "Scripts of cloud-init",
    trigger: "boot",
    runsAs: "root",
    paths: {
      any: ["/var/lib/cloud/scripts/{per-boot,per-instance,per-once,vendor}/*", "/var/lib/cloud/instance/scripts/*"],
    },
    parse: parseExecutable,
  },
  {
    id: "cloud_init",
    row: 121,
    technique: "T1037",
    doc: "Commands of cloud-config",
    trigger: "boot",
    runsAs: "root",
    paths: {
      any: [
        "/etc/cloud/cloud.cfg",
        "/etc/cloud/cloud.cfg.d/*.cfg",
        "/var/lib/cloud/instance/{user,vendor}-data.txt",
        "/var/lib/cloud/seed/*/{user,vendor}-data",
      ],
    },
    parse: (file) => (/^#(?:!|cloud-boothook)/.test(file.text) ? parseSourced(file) : cloudConfig(file)),
  },
];
