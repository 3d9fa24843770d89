import { parseExecutable } from "../entries/executable.ts";
import { linesMatching } from "../entries/lines.ts";
import { parsePresence } from "../entries/presence.ts";
import { GLOBAL_USER_UNIT_PATH, HOME_UNIT_PATH, SYSTEM_UNIT_PATH } from "../systemd/unit-path.ts";
import type { Mechanism } from "./mechanism.ts";

const ALL_UNIT_PATHS = [...SYSTEM_UNIT_PATH, ...GLOBAL_USER_UNIT_PATH, ...HOME_UNIT_PATH];
const OTHER_TYPES = "{service,target,mount,swap,slice,scope,device}";
const GENERATOR_PREFIXES = "/{run,etc,usr/local/lib,usr/lib,lib}/systemd";

const below = (directories: readonly string[], glob: string) => directories.map((directory) => `${directory}/${glob}`);

/** Units are seen together, as their manager would: `joinUnits` makes their entries. */
const joined = { runsAs: "root", joined: true, parse: () => [] } as const;

/** Units, drop-ins, links and generators of systemd. */
export const SYSTEMD: readonly Mechanism[] = [
  {
    ...joined,
    id: "systemd_timer",
    row: 8,
    technique: "T1053.006",
    doc: "Timers",
    trigger: "timer",
    paths: { any: below(ALL_UNIT_PATHS, "*.timer") },
  },
  {
    ...joined,
    id: "systemd_unit",
    row: 12,
    technique: "T1543.002",
    doc: "System units",
    trigger: "boot",
    paths: { any: below(SYSTEM_UNIT_PATH, `*.${OTHER_TYPES}`) },
  },
  {
    ...joined,
    id: "systemd_drop_in",
    row: 13,
    technique: "T1543.002",
    doc: "Drop-ins of a unit, a prefix or a type",
    trigger: "boot",
    paths: { any: below(ALL_UNIT_PATHS, "*.d/*.conf") },
  },
  {
    ...joined,
    id: "systemd_enablement",
    row: 14,
    technique: "T1543.002",
    doc: "Links in .wants, .requires, .upholds",
    trigger: "boot",
    paths: { any: below(ALL_UNIT_PATHS, "*.{wants,requires,upholds}/*") },
  },
  {
    ...joined,
    id: "systemd_alias",
    row: 14,
    technique: "T1543.002",
    doc: "Alias links in the unit path",
    trigger: "boot",
    paths: {},
  },
  {
    ...joined,
    id: "systemd_instance",
    row: 15,
    technique: "T1543.002",
    doc: "Links that instantiate a template",
    trigger: "boot",
    paths: {},
  },
  {
    ...joined,
    id: "systemd_activation",
    row: 16,
    technique: "T1543.002",
    doc: "Socket, path and automount units",
    trigger: "connection",
    paths: { any: below(ALL_UNIT_PATHS, "*.{socket,path,automount}") },
  },
  { ...joined, id: "systemd_mask", row: 17, technique: "T1562.001", doc: "Masked units", trigger: "config", paths: {} },
  {
    ...joined,
    id: "systemd_user_unit",
    row: 18,
    technique: "T1543.002",
    doc: "Units of one user",
    trigger: "login",
    paths: { any: below(HOME_UNIT_PATH, `*.${OTHER_TYPES}`) },
  },
  {
    ...joined,
    id: "systemd_global_user_unit",
    row: 19,
    technique: "T1543.002",
    doc: "Units of every user",
    trigger: "login",
    runsAs: "*",
    paths: { any: below(GLOBAL_USER_UNIT_PATH, `*.${OTHER_TYPES}`) },
  },
  {
    id: "systemd_linger",
    row: 20,
    technique: "T1543.002",
    doc: "Users whose units start at boot",
    trigger: "boot",
    runsAs: ({ name }) => name,
    paths: { any: ["/var/lib/systemd/linger/*"] },
    unread: true,
    parse: (file) => parsePresence(file).map((entry) => ({ ...entry, activates: "user@.service" })),
  },
  {
    id: "systemd_generator",
    row: 21,
    technique: "T1543.002",
    doc: "Generators of the system manager",
    trigger: "boot",
    runsAs: "root",
    paths: { any: [`${GENERATOR_PREFIXES}/system-generators/*`] },
    parse: parseExecutable,
  },
  {
    id: "systemd_user_generator",
    row: 22,
    technique: "T1543.002",
    doc: "Generators of user managers",
    trigger: "login",
    runsAs: "*",
    paths: { any: [`${GENERATOR_PREFIXES}/user-generators/*`] },
    parse: parseExecutable,
  },
  {
    id: "systemd_preset",
    row: 14,
    technique: "T1543.002",
    doc: "Presets: what is enabled on first boot",
    trigger: "first_boot",
    runsAs: "root",
    paths: { any: ["/{etc,run,usr/local/lib,usr/lib}/systemd/{system,user}-preset/*.preset"] },
    parse: linesMatching({ match: /^\s*(?<key>enable)\s+(?<command>\S.*)$/, setting: true }),
  },
];
