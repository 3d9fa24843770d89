import { arrayCommands } from "../entries/array-commands.ts";
import type { Entry, EntryFile } from "../entries/entry.ts";
import { parseExecutable } from "../entries/executable.ts";
import { keysMatching, linesMatching } from "../entries/lines.ts";
import { parsePresence } from "../entries/presence.ts";
import { parseSourced } from "../entries/sourced.ts";
import { tomlStrings } from "../entries/toml-strings.ts";
import { parseYamlLists } from "../parse/yaml-list.ts";
import type { Mechanism } from "./mechanism.ts";

/** Commands of telegraf's `inputs.exec`. */
const inputsExec = arrayCommands("commands");

const agentCommands = linesMatching({
  match:
    /^\s*(?<key>(?:Notification)?Exec)\s+"?(?<user>[\w-]+)(?::[\w:-]*)?"?\s+(?<program>"?\/.*)$|^\s*(?<key>UserParameter|command\[[^\]]+\]|prerun_command|postrun_command|startup_states|AllowKey|(?:extend(?:-sh)?|exec|sh)\s+\S+|pass(?:_persist)?\s+\.?[\d.]+)\s*[=:\s]\s*(?<command>\S.*)$/,
  quiet: true,
});

/** Arguments of jobs that a Salt minion runs by itself. Source: docs.saltproject.io, "Scheduling Jobs". */
function saltSchedule({ path, text }: EntryFile): Entry[] {
  if (!path.includes("/salt/") || !/^schedule:/m.test(text)) return [];
  const lists = parseYamlLists(text, ["args", "job_args"]);
  return lists.flatMap(({ key, line, values }) => values.map((command) => ({ line, key, command })));
}

/** Hooks of every job, and programs of the custom executor. Source: GitLab Runner's advanced configuration. */
const runnerScripts = tomlStrings(
  "(?:pre|post)_(?:clone|get_sources|build)_script|(?:config|prepare|run|cleanup)_exec",
);

/** What agents of management, monitoring, clouds and hypervisors start. */
export const AGENTS: readonly Mechanism[] = [
  {
    id: "management_agent",
    row: 122,
    technique: "T1072",
    doc: "Commands of management agents",
    trigger: "agent_cycle",
    runsAs: "root",
    paths: {
      any: [
        "/etc/zabbix/{zabbix_agentd.conf,zabbix_agent2.conf}",
        "/etc/zabbix/zabbix_agent{d,2}.d/*.conf",
        "/etc/nagios/nrpe.cfg",
        "/etc/nrpe.d/*.cfg",
        "/etc/nagios/nrpe.d/*.cfg",
        "/etc/telegraf/telegraf.conf",
        "/etc/telegraf/telegraf.d/*.conf",
        "/etc/puppet{,labs/puppet}/puppet.conf",
        "/etc/salt/minion",
        "/etc/salt/minion.d/*.conf",
        "/etc/collectd/collectd.conf.d/*.conf",
        "/etc/snmp/snmpd.conf",
        "/etc/snmp/snmpd.conf.d/*.conf",
      ],
    },
    parse: (file) => [...agentCommands(file), ...inputsExec(file), ...saltSchedule(file)],
  },
  {
    id: "cloud_agent",
    row: 122,
    technique: "T1072",
    doc: "Scripts that cloud agents keep",
    trigger: "agent_cycle",
    runsAs: "root",
    paths: {
      any: [
        "/var/lib/waagent/custom-script/download/*/*",
        "/var/lib/amazon/ssm/*/document/orchestration/*/*/*.sh",
        "/var/lib/google/startup-scripts/*",
        "/var/ossec/active-response/bin/*",
        "/etc/chef/{client,solo}.rb",
      ],
    },
    parse: parseExecutable,
  },
  {
    id: "remote_access",
    row: 123,
    technique: "T1219",
    doc: "Configuration of remote access tools",
    trigger: "boot",
    runsAs: "root",
    unread: true,
    paths: {
      any: [
        "/etc/{anydesk,teamviewer,rustdesk,cloudflared}/*",
        "/opt/{teamviewer,anydesk,rustdesk}/config/*",
        "/var/lib/tailscale/tailscaled.state",
        "~/.{anydesk,ngrok2,cloudflared}/*",
        "~/.config/{ngrok,rustdesk,cloudflared}/*",
      ],
    },
    parse: parsePresence,
  },
  {
    id: "agent_script",
    row: 122,
    technique: "T1072",
    doc: "Scripts that Ansible, Facter, Munin and Checkmk run to ask a host about itself",
    trigger: "agent_cycle",
    runsAs: "root",
    paths: {
      any: [
        "/etc/ansible/facts.d/*.fact",
        "/etc/{puppetlabs/facter,facter}/facts.d/*",
        "/opt/puppetlabs/facter/facts.d/*",
        "/etc/munin/plugins/*",
        "/usr/lib/check_mk_agent/{local,plugins}/*",
      ],
    },
    parse: parseExecutable,
  },
  {
    id: "guest_agent",
    row: 122,
    technique: "T1546",
    doc: "Scripts that a hypervisor's agent runs when the machine is stopped, resumed or saved",
    trigger: "power_event",
    runsAs: "root",
    paths: {
      any: [
        "/etc/vmware-tools/{poweron,poweroff,suspend,resume}-vm-default",
        "/etc/vmware-tools/{poweron,poweroff,suspend,resume}-vm-default.d/*",
        "/etc/vmware-tools/scripts/*/*",
        "/etc/{qemu,qemu-ga}/fsfreeze-hook",
        "/etc/{qemu,qemu-ga}/fsfreeze-hook.d/*",
      ],
    },
    parse: parseExecutable,
  },
  {
    id: "gitlab_runner",
    row: 122,
    technique: "T1072",
    doc: "Scripts that a GitLab runner runs around every job",
    trigger: "agent_cycle",
    runsAs: "root",
    paths: { any: ["/etc/gitlab-runner/config.toml", "~/.gitlab-runner/config.toml"] },
    parse: runnerScripts,
  },
  {
    id: "netdata",
    row: 122,
    technique: "T1072",
    doc: "Plugins of Netdata, and scripts that it sources as its configuration",
    trigger: "agent_cycle",
    runsAs: () => "netdata",
    paths: {
      any: [
        "/etc/netdata/custom-plugins.d/*",
        "/usr/{lib,libexec}/netdata/custom-plugins.d/*",
        "/etc/netdata/{charts.d,health_alarm_notify}.conf",
        "/etc/netdata/charts.d/*.conf",
      ],
    },
    parse: (file) => (file.name.endsWith(".conf") ? parseSourced(file) : parseExecutable(file)),
  },
  {
    id: "certbot_hook",
    row: 122,
    technique: "T1546",
    doc: "Programs that certbot runs around a renewal",
    trigger: "timer",
    runsAs: "root",
    paths: { any: ["/etc/letsencrypt/renewal-hooks/{pre,deploy,post}/*"] },
    parse: parseExecutable,
  },
  {
    id: "certbot_config",
    row: 122,
    technique: "T1546",
    doc: "Commands in certbot's configuration",
    trigger: "timer",
    runsAs: "root",
    paths: { any: ["/etc/letsencrypt/cli.ini", "/etc/letsencrypt/renewal/*.conf"] },
    parse: keysMatching("(?:pre|post|deploy|renew|manual[-_]auth|manual[-_]cleanup)[-_]hook", { quiet: true }),
  },
];
