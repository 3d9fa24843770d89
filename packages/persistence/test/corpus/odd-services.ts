import { executable, type Plant, plantOne, plantProgram } from "./plant.ts";

const NET = ["network_event", "root"] as const;

/** The same file on a host of a distribution. */
const on = (id: string, plant: Plant): Plant => ({
  ...plant,
  name: `${plant.name} on ${id}`,
  files: { ...plant.files, "/etc/os-release": `ID=${id}\n` },
});

/** As whom, and whether at all: what files of services say beside the command. */
export const ODD_SERVICE_PLANTS: readonly Plant[] = [
  plantOne(
    "dinit",
    ["boot", "nobody"],
    ["/etc/dinit.d/evil", 'type = process\ncommand = /opt/x --x "a b"\nrun-as = nobody\n'],
    '/opt/x --x "a b"',
  ),
  plantOne(
    "supervisor",
    ["boot", "www-data"],
    [
      "/etc/supervisor/conf.d/x.conf",
      "[program:x]\ncommand=/opt/x -a ; started by hand\nuser=www-data\nautostart=false\n",
    ],
    "/opt/x -a",
    { state: "disabled" },
  ),
  plantOne(
    "supervisor",
    ["boot", "root"],
    ["/etc/supervisor/conf.d/y.conf", "[eventlistener:y]\ncommand=/opt/y 'b;c' a;b\nautostart=true\n"],
    "/opt/y 'b;c' a;b",
  ),
  plantOne("ups", ["power_event", "nut"], ["/etc/nut/upsmon.conf", "NOTIFYCMD /opt/y\nRUN_AS_USER nut\n"], "/opt/y", {
    key: "NOTIFYCMD",
  }),
  plantOne(
    "ups",
    ["power_event", "root"],
    ["/etc/nut/upsmon.conf", 'RUN_AS_USER nut\nSHUTDOWNCMD "/opt/x -h"\n'],
    "/opt/x -h",
    { key: "SHUTDOWNCMD" },
  ),
  plantOne(
    "git_hook",
    ["tool_use", "alice"],
    ["/home/alice/src/.git/hooks/pre-commit.sample", executable("#!/bin/sh\n")],
    "/home/alice/src/.git/hooks/pre-commit.sample",
    { argv: ["/home/alice/src/.git/hooks/pre-commit.sample"], state: "ignored" },
  ),
  on("debian", plantProgram("ifupdown", NET, "/etc/network/if-up.d/x.sh", { state: "ignored" })),
  on("alpine", plantProgram("ifupdown", NET, "/etc/network/if-pre-up.d/x.sh", { state: "ignored" })),
  on("ubuntu", plantProgram("ppp", NET, "/etc/ppp/ip-up.d/x.sh", { state: "ignored" })),
  on("arch", plantProgram("ppp", NET, "/etc/ppp/ip-up.d/x.sh")),
];
