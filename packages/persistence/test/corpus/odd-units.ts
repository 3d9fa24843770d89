import { link, type Plant, plantOne } from "./plant.ts";

const BOOT = ["boot", "root"] as const;
const SERVICE = "[Service]\nExecStart=/opt/x\n";
const unit = (name: string) => `/etc/systemd/system/${name}`;
const ALICE = { "/etc/passwd": "root:x:0:0::/root:/bin/sh\nalice:x:1000:1000::/home/alice:/bin/sh\n" };

/** Links that take a file's place, on an image whose /dev is empty. */
const MASKS: readonly Plant[] = [
  plantOne("systemd_mask", ["config", "root"], [unit("auditd.service"), link("/dev/null")], null, { state: "masked" }),
  plantOne("systemd_mask", ["config", "root"], [unit("falcond.service"), link("../../../dev/null")], null, {
    state: "masked",
    link: "../../../dev/null",
  }),
  plantOne("udev", ["device_event", "root"], ["/etc/udev/rules.d/60-x.rules", link("/dev/null")], null, {
    state: "masked",
  }),
  plantOne("systemd_generator", BOOT, ["/run/systemd/system-generators/x", link("/dev/null")], null, {
    state: "masked",
  }),
];

const started = (mechanism: string, path: string, state: string, command: string, line: number) => ({
  mechanism,
  path,
  trigger: "timer",
  runs_as: "root",
  command,
  argv: [command],
  state,
  line,
});

/** Decoys in sections that systemd does not look into, before the command that it runs. */
const DECOYS: Plant = {
  name: "systemd: commands in the wrong section",
  trap: true,
  files: {
    [unit("x.service")]:
      "[X-Old]\nExecStart=/usr/bin/true\n[service]\nExecStart=/usr/bin/good\n[Service]\nExecStart=/opt/x\n",
    [unit("x.timer")]: "[Timer]\nOnBootSec=1\n",
    [unit("timers.target.wants/x.timer")]: link("../x.timer"),
  },
  expect: [
    started("systemd_unit", unit("x.service"), "ignored", "/usr/bin/true", 2),
    started("systemd_unit", unit("x.service"), "ignored", "/usr/bin/good", 4),
    started("systemd_unit", unit("x.service"), "enabled", "/opt/x", 6),
    { ...started("systemd_timer", unit("x.timer"), "enabled", "/opt/x", 0), line: null },
  ],
};

/** Units of systemd as few people write them. */
export const ODD_UNIT_PLANTS: readonly Plant[] = [
  ...MASKS,
  DECOYS,
  {
    name: "systemd: a user's units that start at boot",
    files: {
      ...ALICE,
      "/var/lib/systemd/linger/alice": "",
      "/home/alice/.config/systemd/user/x.service": SERVICE,
      "/home/alice/.config/systemd/user/default.target.wants/x.service": link("../x.service"),
    },
    expect: [
      {
        mechanism: "systemd_user_unit",
        path: "/home/alice/.config/systemd/user/x.service",
        trigger: "boot",
        runs_as: "alice",
        command: "/opt/x",
        argv: ["/opt/x"],
        state: "enabled",
      },
    ],
  },
];
