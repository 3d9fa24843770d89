import type { ReadPart } from "../src/contract/host-reader.ts";
import { createLiveHost } from "../src/host/live-host.ts";
import { READER_FLAGS } from "../src/host/reader-command.ts";

const PARTS: readonly ReadPart[] = [
  { file: "status", maxBytes: 8192 },
  { link: "exe" },
  { link: "cwd" },
  { file: "cmdline", maxBytes: 4096 },
];

/** All processes as proc-tree reads them at `basic`. argv: reader bundle, readers. */
async function readProcesses(reader: string, readers: 1 | 2): Promise<void> {
  const host = createLiveHost({ readers, command: { execPath: process.execPath, args: [...READER_FLAGS, reader] } });
  const listing = await host.list("/proc", { maxEntries: 1_000_000 });
  if (!listing.ok) throw new Error(listing.error.errno);
  const dirs = listing.value.entries.filter(({ name }) => /^\d/.test(name)).map(({ name }) => `/proc/${name}`);
  const sets = await Promise.all(dirs.map((dir) => host.readSet(dir, PARTS)));
  process.stdout.write(`${sets.filter(({ ok }) => ok).length} ${host.stats().readers_started}\n`);
  host.close();
}

void readProcesses(process.argv[2], process.argv[3] === "2" ? 2 : 1);
