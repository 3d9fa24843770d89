import { parseArgs } from "node:util";
import { helpText, WHICH_COMMAND } from "./commands/table.ts";
import { findJoinFile } from "./config/join-file.ts";
import { readConfig } from "./config/read-config.ts";
import { DEFAULT_CONFIG } from "./config/sensor-config.ts";
import { EXIT, Exit, reasonOf } from "./exit.ts";
import { SELF } from "./version.ts";

const OPTIONS = {
  config: { type: "string", default: DEFAULT_CONFIG },
  join: { type: "string" },
  supervised: { type: "boolean", default: false },
  help: { type: "boolean", short: "h", default: false },
  version: { type: "boolean", default: false },
} as const;

/** Fires when the user, the system or our supervisor wants us to end. */
function stopSignal(supervised: boolean): AbortSignal {
  const controller = new AbortController();
  for (const name of ["SIGTERM", "SIGINT"] as const) process.on(name, () => controller.abort(name));
  if (supervised) process.stdin.on("close", () => process.exit(EXIT.ok)).resume();
  return controller.signal;
}

async function main(argv: readonly string[]): Promise<void> {
  const { values, positionals } = parseArgs({ args: [...argv], allowPositionals: true, options: OPTIONS });
  const [word] = positionals;
  const print = (text: string): void => void process.stdout.write(text);
  if (values.help || word === "help") return print(helpText());
  if (values.version)
    return print(`${SELF.name} ${SELF.version}\nbuild ${SELF.build ?? "unknown"}, Node ${process.version}\n`);
  const settings = () => readConfig(values.config).config;
  if (word === "enroll") {
    const { enroll } = await import("./commands/enroll.ts");
    const config = settings();
    const joinFile = values.join ?? findJoinFile(config);
    if (joinFile === null) throw new Exit(EXIT.noInput, `enroll takes --join FILE, or ${config.join_file}`);
    print(`enrolled as ${await enroll(config, joinFile)}\n`);
  } else if (word === "prepare") {
    const { prepare } = await import("./commands/prepare.ts");
    print(await prepare(settings()));
  } else if (word === "status") {
    const { status } = await import("./commands/status.ts");
    await status(settings(), print);
  } else if (word === "disable" || word === "enable") {
    const { disable, enable } = await import("./config/kill-switch.ts");
    print((word === "disable" ? disable : enable)(settings()));
  } else if (word === "run") {
    const { supervise } = await import("./spawn/supervise.ts");
    await supervise(settings(), values.config, stopSignal(false));
  } else if (word === "daemon") {
    const { runDaemon } = await import("./daemon.ts");
    const { config, warnings } = readConfig(values.config);
    await runDaemon(config, warnings, stopSignal(values.supervised));
  } else throw new Exit(EXIT.usage, WHICH_COMMAND);
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
