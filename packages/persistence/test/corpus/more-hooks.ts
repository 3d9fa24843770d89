import { executable, type Plant, plantOne, plantProgram } from "./plant.ts";

const AGENT = ["agent_cycle", "root"] as const;
const EVENT = ["event", "root"] as const;
const NETWORK = ["network_event", "root"] as const;
const BOOT = ["boot", "root"] as const;
const DPKG = { "/etc/os-release": "ID=debian\n", "/var/lib/dpkg/status": "", "/var/lib/dpkg/info/x.list": "/x\n" };
const ARCH = { "/etc/os-release": "ID=arch\n" };

const CONFLIST = '{"name":"x","plugins":[{"type":"bridge","ipam":{"type":"host-local"}}]}\n';
const RUNNER = `[[runners]]
  token = "glrt-hunter2hunter2"
  pre_build_script = """
  /opt/gl "-x"
  """
  [runners.custom]
    run_exec = '/opt/run'
`;
const SCHEDULE = `schedule:
  job1:
    function: cmd.run
    args:
      - /opt/sa -x
    seconds: 60
`;
const LIRCRC = `begin
  prog = mplayer
  button = KEY_PLAY
  config = pause
end
begin
  prog = irexec
  button = KEY_POWER
  config = /opt/li -x
end
`;

/** What a stranger planted and was not found: plugins, schedules and keys, and odd forms of what was known. */
export const MORE_HOOK_PLANTS: readonly Plant[] = [
  {
    name: "cni_network: plugins at any depth",
    files: { "/etc/cni/net.d/10-x.conflist": CONFLIST },
    expect: ["bridge", "host-local"].map((command) => ({
      mechanism: "cni_network",
      path: "/etc/cni/net.d/10-x.conflist",
      trigger: "container_start",
      runs_as: "root",
      command,
      argv: null,
      state: "enabled",
      key: "type",
    })),
  },
  {
    name: "cni_plugin: of no package",
    files: { ...DPKG, "/opt/cni/bin/bridge": executable("#!/bin/sh\n/opt/cn &\n") },
    expect: [
      {
        mechanism: "cni_plugin",
        path: "/opt/cni/bin/bridge",
        trigger: "container_start",
        runs_as: "root",
        command: "/opt/cni/bin/bridge",
        argv: ["/opt/cni/bin/bridge"],
        state: "enabled",
        commands: ["/opt/cn &"],
      },
    ],
  },
  {
    name: "gitlab_runner: a string over several lines, and a literal one",
    files: { "/etc/gitlab-runner/config.toml": RUNNER },
    expect: (
      [
        [3, "pre_build_script", '/opt/gl "-x"'],
        [7, "run_exec", "/opt/run"],
      ] as const
    ).map(([line, key, command]) => ({
      mechanism: "gitlab_runner",
      path: "/etc/gitlab-runner/config.toml",
      trigger: "agent_cycle",
      runs_as: "root",
      command,
      argv: null,
      state: "enabled",
      line,
      key,
      raw: null,
    })),
    only: true,
  },
  plantProgram("netdata", ["agent_cycle", "netdata"], "/etc/netdata/custom-plugins.d/x.plugin"),
  plantOne(
    "netdata",
    ["agent_cycle", "netdata"],
    ["/etc/netdata/health_alarm_notify.conf", "SEND_EMAIL=NO\n/opt/nd &\n"],
    "/opt/nd &",
  ),
  plantOne("management_agent", AGENT, ["/etc/salt/minion.d/_schedule.conf", SCHEDULE], "/opt/sa -x", {
    key: "args",
    line: 4,
  }),
  plantOne(
    "lvm",
    EVENT,
    ["/etc/lvm/lvm.conf", 'dmeventd {\n\t# thin_command = "no"\n\tthin_command = "/opt/lv"\n}\n'],
    "/opt/lv",
    { key: "thin_command", line: 3 },
  ),
  plantOne(
    "button_daemon",
    ["event", "nobody"],
    ["/etc/triggerhappy/triggers.d/x.conf", "#KEY_A 1 /no\nKEY_A+KEY_B@mode  1\t/opt/th -x\nKEY_C 1 @ \n"],
    "/opt/th -x",
    { key: "KEY_A+KEY_B@mode" },
    DPKG,
  ),
  {
    ...plantOne("remote_control", EVENT, ["/etc/lirc/irexec.lircrc", LIRCRC], "/opt/li -x", {
      name: "KEY_POWER",
      line: 9,
    }),
    only: true,
  },
  plantOne(
    "proftpd",
    ["connection", "*"],
    ["/etc/proftpd/conf.d/x.conf", "<IfModule mod_exec.c>\n  ExecOnCommand LIST,NLST /opt/pf %u\n</IfModule>\n"],
    "/opt/pf %u",
    { key: "ExecOnCommand LIST,NLST" },
  ),
  plantOne(
    "vpn",
    NETWORK,
    ["/etc/swanctl/conf.d/x.conf", "connections { x { children { net { updown = /opt/sw -x } } } }\n"],
    "/opt/sw -x",
    { key: "updown", raw: null },
  ),
  plantOne("vpn", NETWORK, ["/etc/strongswan/ipsec.conf", 'conn x\n  leftupdown="/opt/le -x"\n'], "/opt/le -x", {
    key: "leftupdown",
    raw: null,
  }),
  plantOne("dinit", BOOT, ["/etc/dinit.d/y", 'type = process\ncommand = "/opt/dq"\n'], "/opt/dq", { line: 2 }),
  plantOne("dinit", BOOT, ["/etc/dinit.d/z", "type = process\ncommand = /opt/dc \\\n  --x\n"], "/opt/dc  --x", {
    line: 2,
  }),
  plantProgram("runit", BOOT, "/etc/runit/1.d/00-x"),
  plantOne("mkinitcpio", BOOT, ["/etc/mkinitcpio.conf.d/x.conf", "HOOKS+=(x)\n"], "x", { key: "HOOKS" }, ARCH),
  plantOne(
    "dinit",
    ["boot", "alice"],
    ["/etc/dinit.d/x", "type = process\ncommand: /opt/di\nrun-as: alice\n"],
    "/opt/di",
    { key: "command", line: 2 },
  ),
];
