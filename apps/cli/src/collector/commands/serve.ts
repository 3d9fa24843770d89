import { type LogLine, serveCollector } from "@livetriage/collector";
import { toRfc3339 } from "@livetriage/triage-core/text";
import type { Command } from "../../commands/command.ts";
import { EXIT, Exit, reasonOf } from "../../exit.ts";
import type { Io } from "../../io.ts";
import { collectorDirectory, DIRECTORY_OPTION } from "../directory-option.ts";

/** `livetriage collector serve` */
export const serve: Command = {
  name: "serve",
  doc: "Serve sensors and operators until SIGTERM; one JSON line on stderr for each thing that happens",
  positionals: [],
  options: [{ flag: "listen", value: "HOST:PORT", doc: "Instead of what collector.yaml says" }, DIRECTORY_OPTION],
  async run(args, io) {
    const dir = collectorDirectory(args);
    const listen = args.text("listen");
    const options = { dir, clock: io.clock, log: logTo(io), ...(listen === undefined ? {} : { listen }) };
    const collector = await serveCollector(options).catch((error: unknown) => {
      throw new Exit(EXIT.unavailable, `${dir} cannot be served: ${reasonOf(error)}`);
    });
    await ended(io.interrupted);
    await collector.close();
    return EXIT.ok;
  },
};

/** Log lines are written in the order in which they came; a reader who went away does not end the Collector. */
function logTo(io: Io): (line: LogLine) => void {
  return (line) => {
    const time = toRfc3339(io.clock.wallNs());
    io.stderr.write(`${JSON.stringify({ time, ...line })}\n`).catch(() => undefined);
  };
}

function ended(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener("abort", () => resolve(), { once: true });
  });
}
