import { DEFAULT_CONFIG } from "../config/sensor-config.ts";
import { EXIT } from "../exit.ts";

/** One flag, without its dashes; no value for a switch. */
interface OptionDoc {
  readonly flag: string;
  readonly value?: string;
  readonly doc: string;
}

interface CommandDoc {
  readonly name: string;
  readonly doc: string;
  readonly positionals: readonly string[];
  readonly options: readonly OptionDoc[];
}

const CONFIG: OptionDoc = { flag: "config", value: "FILE", doc: `The configuration, ${DEFAULT_CONFIG} when not given` };
const JOIN: OptionDoc = { flag: "join", value: "FILE", doc: "What `livetriage fleet join-token` gave" };

const command = (name: string, doc: string, ...options: OptionDoc[]): CommandDoc => ({
  name,
  doc,
  positionals: [],
  options: [...options, CONFIG],
});

/** The program as its help, its manual and its completions tell it. */
export const PROGRAM = {
  name: "livetriage-sensor",
  doc: "Waits for operators' signed commands, collects, and delivers one sealed package to the fleet's Collector.",
  commands: [
    command("check-config", "Say what is wrong with the configuration"),
    command("disable", "Refuse every command and end what runs, until enable"),
    command("enable", "Take commands again"),
    command("enroll", "Make a key and get a certificate for it from the fleet's Collector", JOIN),
    command("prepare", "Before run, as root: enroll if this host has no identity of its own and was given a join file"),
    command("run", "Wait for operators' commands, where there is no systemd"),
    command("status", "Who this sensor is, and how its collecting side is kept apart"),
  ],
  exits: [
    [`${EXIT.ok}`, "done"],
    [`${EXIT.usage}`, "wrong command line"],
    [`${EXIT.noInput}`, "a file cannot be read"],
    [`${EXIT.unavailable}`, "the Collector cannot be reached or refuses"],
    [`${EXIT.cantCreate}`, "this host has enrolled already"],
    [`${EXIT.noPerm}`, "the process with the network must not be root's"],
    [`${EXIT.config}`, "the configuration is wrong, or this host has not enrolled"],
  ],
} as const;

const synopsisOf = ({ name, options }: CommandDoc): string =>
  [name, ...options.map(({ flag, value }) => (flag === CONFIG.flag ? "" : `--${flag} ${value}`))].join(" ").trim();

/** What `--help` prints. */
export function helpText(): string {
  const rows = PROGRAM.commands.map((one) => `  ${synopsisOf(one).padEnd(20)}${one.doc}\n`);
  const codes = PROGRAM.exits.map(([code, meaning]) => `  ${code.padEnd(4)}${meaning}\n`);
  const config = `--${CONFIG.flag} ${CONFIG.value}  ${CONFIG.doc}\n`;
  return `${PROGRAM.doc}\n\nUsage: ${PROGRAM.name} COMMAND [FLAG]…\n\n${rows.join("")}\n${config}\nExit codes:\n${codes.join("")}`;
}

/** What is said when no command, or none that there is, was given. */
export const WHICH_COMMAND = `which command? ${PROGRAM.commands.map(({ name }) => name).join(", ")} (--help tells more)`;
