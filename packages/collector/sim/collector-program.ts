/** A Collector in a process of its own, on a directory and a port of 127.0.0.1; ends with its parent. */
import { systemClock } from "@livetriage/triage-core/host";
import { serveCollector } from "../src/serve-collector.ts";

const [dir = "", port = "0"] = process.argv.slice(2);
const log = (line: object) => process.stderr.write(`${JSON.stringify(line)}\n`);
const collector = await serveCollector({ dir, clock: systemClock, log, listen: `127.0.0.1:${port}` });
process.send?.(collector.port);
process.once("SIGTERM", () => void collector.close().then(() => process.exit(0)));
process.once("disconnect", () => process.exit(0));
