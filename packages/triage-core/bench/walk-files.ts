import { createLiveHost } from "../src/host/live-host.ts";
import { READER_FLAGS } from "../src/host/reader-command.ts";

const AHEAD = 32;

/** Walk a tree with lstat of every entry. argv: reader bundle, directory. */
async function walkFiles(reader: string, start: string): Promise<void> {
  const host = createLiveHost({ command: { execPath: process.execPath, args: [...READER_FLAGS, reader] } });
  const todo = [start];
  let files = 0;
  const worker = async (): Promise<void> => {
    for (let dir = todo.pop(); dir !== undefined; dir = todo.pop()) {
      const listing = await host.list(dir, { maxEntries: 1_000_000, stat: true, noFollow: true });
      if (!listing.ok) continue;
      for (const { name, type } of listing.value.entries) {
        if (type === "directory") todo.push(`${dir}/${name}`);
        else files++;
      }
    }
  };
  while (todo.length > 0) await Promise.all(Array.from({ length: Math.min(AHEAD, todo.length) }, worker));
  process.stdout.write(`${files}\n`);
  host.close();
}

void walkFiles(process.argv[2], process.argv[3]);
