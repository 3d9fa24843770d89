import { createLiveHost } from "../../src/host/live-host.ts";

/** Walk /etc and read every file in it; print what failed. To be run with few descriptors. */
async function walkEtc(): Promise<void> {
  const host = createLiveHost();
  const failed: string[] = [];
  const todo = ["/etc"];
  let read = 0;
  for (let dir = todo.pop(); dir !== undefined; dir = todo.pop()) {
    const here = dir;
    const listing = await host.list(here, { maxEntries: 100_000, stat: true, noFollow: true });
    if (!listing.ok) {
      failed.push(`${here} ${listing.error.errno}`);
      continue;
    }
    await Promise.all(
      listing.value.entries.map(async ({ name, type }) => {
        if (type === "directory") todo.push(`${here}/${name}`);
        if (type !== "file") return;
        const file = await host.readFile(`${here}/${name}`, { maxBytes: 1000 });
        if (file.ok) read++;
        else failed.push(`${here}/${name} ${file.error.errno}`);
      }),
    );
  }
  process.stdout.write(JSON.stringify({ small: host.stats().small_host, read, failed }));
  host.close();
}

await walkEtc();
