import { type Plant, plantOne } from "./plant.ts";

const DEVICE = ["device_event", "root"] as const;
const RULES = "/etc/udev/rules.d/70-words.rules";
const PACKAGES = ["package_operation", "root"] as const;

/** Commands that their formats take apart without a shell. */
export const WORD_PLANTS: readonly Plant[] = [
  plantOne(
    "udev",
    DEVICE,
    [RULES, `KERNEL=="sda", IMPORT{program}="probe --as 'a b' $env{X}"\n`],
    "probe --as 'a b' $env{X}",
    {
      key: "IMPORT{program}",
      argv: ["probe", "--as", "a b", "$env{X}"],
    },
  ),
  plantOne(
    "udev",
    DEVICE,
    [RULES, String.raw`PROGRAM=="/bin/sh -c \"/opt/p; echo x\""` + "\n"],
    String.raw`/bin/sh -c \"/opt/p; echo x\"`,
    {
      key: "PROGRAM",
      argv: ["/bin/sh", "-c", "/opt/p; echo x"],
    },
  ),
  {
    ...plantOne("udev", DEVICE, [RULES, String.raw`RUN+=e"/opt/e a\x20b"` + "\n"], String.raw`/opt/e a\x20b`, {
      key: "RUN",
    }),
    trap: true,
  },
  {
    ...plantOne(
      "incron",
      ["file_event", "root"],
      ["/etc/incron.d/w", "/srv IN_CREATE /opt/i $@  && /bin/sh\n"],
      "/opt/i $@  && /bin/sh",
      {
        argv: ["/opt/i", "$@", "", "&&", "/bin/sh"],
      },
    ),
    trap: true,
  },
  plantOne(
    "pacman_hook",
    PACKAGES,
    ["/etc/pacman.d/hooks/w.hook", `[Action]\nExec = "/opt/my hook" 'a "b"' c\n`],
    `"/opt/my hook" 'a "b"' c`,
    {
      argv: ["/opt/my hook", 'a "b"', "c"],
    },
  ),
  plantOne(
    "pacman_hook",
    PACKAGES,
    ["/etc/pacman.d/hooks/w.hook", "[Action]\nExec = /bin/sh -c 'x\n"],
    "/bin/sh -c 'x",
    {
      state: "ignored",
    },
  ),
];
