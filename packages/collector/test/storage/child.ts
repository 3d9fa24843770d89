/** A Collector's storage in a process that can be killed: `child.ts DIRECTORY PACKAGES`; tells each ack on fd 1. */
import { mkdirSync, writeSync } from "node:fs";
import { join } from "node:path";
import { openDatabase } from "../../src/storage/database.ts";
import { openStorage } from "../../src/storage/embedded-storage.ts";
import { nodeDisk } from "../../src/storage/node-disk.ts";
import { deliverAll, SEGMENT_BYTES } from "./workload.ts";

const [directory = "", packages = ""] = process.argv.slice(2);
mkdirSync(directory, { recursive: true });
const engine = await openStorage(openDatabase(join(directory, "meta.sqlite")), nodeDisk(directory), SEGMENT_BYTES);
await deliverAll(engine, Number(packages), (ack) => void writeSync(1, `${JSON.stringify(ack)}\n`));
await engine.close();
