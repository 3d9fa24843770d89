import { parseCommandLine } from "./commands/parse-command-line.ts";
import { helpText, WHICH_COMMAND } from "./commands/table.ts";
import { findJoinFile } from "./config/join-file.ts";
import { readConfig } from "./config/read-config.ts";
import { DEFAULT_CONFIG } from "./config/sensor-config.ts";
import { EXIT, Exit, reasonOf } from "./exit.ts";

const OPTIONS = {
  config: { type: "string", default: DEFAULT_CONFIG },
  join: { type: "string" },
  supervised: { type: "boolean", default: false },
  help: { type: "boolean", short: "h", default: false },
} as const;

/** Fires when the user, the system or our supervisor wants us to end. */
function stopSignal(supervised: boolean): AbortSignal {
  const controller = new AbortController();
  for (const name of ["SIGTERM", "SIGINT"] as const) process.on(name, () => controller.abort(name));
  if (supervised) process.stdin.on("close", () => process.exit(EXIT.ok)).resume();
  return controller.signal;
}

type Flags = ReturnType<typeof parseCommandLine<typeof OPTIONS>>["values"];

const print = (text: string): void => void process.stdout.write(text);

/** What each word does; its code is loaded only then. */
const COMMANDS: Readonly<Record<string, (flags: Flags) => Promise<void>>> = {
  async enroll({ config: file, join }) {
    const { enroll } = await import("./commands/enroll.ts");
    const { config } = readConfig(file);
    const joinFile = join ?? findJoinFile(config);
    if (joinFile === null) throw new Exit(EXIT.noInput, `enroll takes --join FILE, or ${config.join_file}`);
    print(`enrolled as ${await enroll(config, joinFile)}\n`);
  },
  async prepare({ config }) {
    const { prepare } = await import("./commands/prepare.ts");
    print(await prepare(readConfig(config).config));
  },
  async status({ config }) {
    const { status } = await import("./commands/status.ts");
    await status(readConfig(config).config, print);
  },
  async disable({ config }) {
    const { disable } = await import("./config/kill-switch.ts");
    print(disable(readConfig(config).config));
  },
  async enable({ config }) {
    const { enable } = await import("./config/kill-switch.ts");
    print(enable(readConfig(config).config));
  },
  async run({ config }) {
    const { supervise } = await import("./spawn/supervise.ts");
    await supervise(readConfig(config).config, config, stopSignal(false));
  },
  async daemon({ config: file, supervised }) {
    const { runDaemon } = await import("./daemon.ts");
    const { config, warnings } = readConfig(file);
    await runDaemon(config, warnings, stopSignal(supervised));
  },
};

async function main(argv: readonly string[]): Promise<void> {
  const { values, positionals } = parseCommandLine(argv, OPTIONS);
  const [word = ""] = positionals;
  if (values.help || word === "help") return print(helpText());
  const command = Object.hasOwn(COMMANDS, word) ? COMMANDS[word] : undefined;
  if (command === undefined) throw new Exit(EXIT.usage, WHICH_COMMAND);
  await command(values);
}

/** Whoever read what we print may go away; a sensor without a reader of its log is still one. */
for (const stream of [process.stdout, process.stderr]) stream.on("error", () => undefined);

/** The sensor's user must find its way to what root makes, whatever umask root has. */
process.umask(0o022);

main(process.argv.slice(2)).then(
  () => process.exit(EXIT.ok),
  (error: unknown) => {
    process.stderr.write(`livetriage-sensor: ${error instanceof Exit ? error.message : reasonOf(error)}\n`);
    process.exit(error instanceof Exit ? error.code : EXIT.software);
  },
);
