import type { Plant } from "./plant.ts";

const RULE = { mechanism: "sudoers", trigger: "sudo", argv: null, state: "enabled" } as const;

/** Rules of sudo whose words stand for others. */
export const SUDO_PLANTS: readonly Plant[] = [
  {
    name: "sudo: aliases of every kind, defined in other files, of other aliases",
    trap: true,
    files: {
      "/etc/sudoers":
        "User_Alias OPS = alice, %wheel\nRunas_Alias DB = postgres : WEB = www-data, DB\nOPS FRONT = (WEB) NOPASSWD: DEPLOY, /bin/ls\n@includedir /etc/sudoers.d\n",
      "/etc/sudoers.d/aliases":
        "Host_Alias FRONT = web1, 10.0.0.0/8\nCmnd_Alias DEPLOY = /opt/deploy, \\\n  SHELLS\nCmnd_Alias SHELLS = /bin/sh\n",
      "/etc/sudoers.d/not.bak": "Cmnd_Alias SHELLS = /bin/never\n",
    },
    expect: [
      {
        ...RULE,
        path: "/etc/sudoers",
        runs_as: "alice, %wheel",
        command: "/opt/deploy, /bin/sh, /bin/ls",
        key: "NOPASSWD: ",
        environment: ["FRONT=web1, 10.0.0.0/8", "WEB=www-data, postgres"],
        raw: "OPS FRONT = (WEB) NOPASSWD: DEPLOY, /bin/ls",
      },
    ],
  },
  {
    name: "sudo: aliases in a circle keep their names",
    trap: true,
    files: { "/etc/sudoers": "Cmnd_Alias A = B, /bin/a : B = A, /bin/b\nbob ALL = !A, A\n" },
    expect: [{ ...RULE, path: "/etc/sudoers", runs_as: "bob", command: "!A, !/bin/b, !/bin/a, A, /bin/b, /bin/a" }],
  },
];
