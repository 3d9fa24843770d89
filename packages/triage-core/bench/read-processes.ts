import type { ReadPart } from "../src/contract/host-reader.ts";
import { createLiveHost } from "../src/host/live-host.ts";
import { READER_FLAGS } from "../src/host/reader-command.ts";

const LIGHT: readonly ReadPart[] = [{ file: "status", maxBytes: 8192 }, { link: "exe" }, { link: "cwd" }];
const COMMAND: readonly ReadPart[] = [{ file: "cmdline", maxBytes: 4096 }];

/** All processes as proc-tree reads them: a light pass over all, then the command lines. argv: reader bundle, readers. */
async function readProcesses(reader: string, readers: 1 | 2): Promise<void> {
  const host = createLiveHost({ readers, command: { execPath: process.execPath, args: [...READER_FLAGS, reader] } });
  const listing = await host.list("/proc", { maxEntries: 1_000_000 });
  if (!listing.ok) throw new Error(listing.error.errno);
  const dirs = listing.value.entries.filter(({ name }) => /^\d/.test(name)).map(({ name }) => `/proc/${name}`);
  const light = await Promise.all(dirs.map((dir) => host.readSet(dir, LIGHT)));
  const command = await Promise.all(dirs.map((dir) => host.readSet(dir, COMMAND)));
  const rows = light.filter(({ ok }) => ok).length + command.filter(({ ok }) => ok).length;
  process.stdout.write(`${rows / 2} ${host.stats().readers_started}\n`);
  host.close();
}

void readProcesses(process.argv[2], process.argv[3] === "2" ? 2 : 1);
