import { DEFAULT_CONFIG } from "../config/read-config.ts";

/** A word of the command line, and what it does. */
export interface CommandDoc {
  readonly name: string;
  readonly doc: string;
  /** Options beside those that every command has. */
  readonly options?: readonly OptionDoc[];
  /** Not for people: what the units start. */
  readonly internal?: true;
}

export interface OptionDoc {
  readonly flag: string;
  readonly value?: string;
  readonly doc: string;
}

/** All commands of the sensor: of these the help, the manual and the completions are made. */
export const COMMANDS: readonly CommandDoc[] = [
  { name: "check-config", doc: "say what is wrong with the configuration" },
  {
    name: "enroll",
    doc: "make a key and get a certificate for it from the fleet's Collector",
    options: [{ flag: "--join", value: "FILE", doc: "what `livetriage fleet join-token` gave" }],
  },
  { name: "run", doc: "wait for operators' commands, where there is no systemd" },
  { name: "status", doc: "who this sensor is, and how its collecting side is kept apart" },
  { name: "daemon", doc: "the process with the network, as livetriage-sensor.service starts it", internal: true },
  { name: "collecting", doc: "one collection, as livetriage-collect@.service starts it", internal: true },
];

/** What every command takes. */
export const OPTIONS: readonly OptionDoc[] = [
  { flag: "--config", value: "FILE", doc: `the configuration, ${DEFAULT_CONFIG} when not given` },
  { flag: "--help", doc: "this text" },
  { flag: "--version", doc: "version and build" },
];

/** `--join FILE` */
export const usageOf = ({ flag, value }: OptionDoc): string => (value === undefined ? flag : `${flag} ${value}`);

/** `enroll --join FILE` */
export const synopsisOf = ({ name, options = [] }: CommandDoc): string => [name, ...options.map(usageOf)].join(" ");

/** What `--help` prints. */
export function helpText(): string {
  const rows = (pairs: readonly (readonly [string, string])[]) =>
    pairs.map(([left, doc]) => `  ${left.padEnd(20)}${doc}\n`).join("");
  const commands = COMMANDS.filter(({ internal }) => internal !== true);
  const listed = rows(commands.map((command) => [synopsisOf(command), command.doc]));
  return `livetriage-sensor COMMAND [--config FILE]\n\n${listed}\n${rows(OPTIONS.map((one) => [usageOf(one), one.doc]))}`;
}
