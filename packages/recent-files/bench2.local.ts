import { createLiveHost } from "@livetriage/triage-core/host";
const host = createLiveHost({ readers: Number(process.argv[3] ?? 2) as 1|2 });
await host.lstat("/");
for (const ahead of [8, 32]) {
const t = performance.now(); let n = 0;
const dirs = Array.from({length: 200}, (_, i) => `/tmp/rf/tree/d${i}`);
const open: Promise<any>[] = []; let i = 0;
while (i < dirs.length || open.length) { while (open.length < ahead && i < dirs.length) open.push(host.list(dirs[i++]!, { stat: true, noFollow: true, maxEntries: 100000, ...(process.argv[4] ? {changedSinceNs: BigInt(Date.now()) * 1000000n} : {}) })); const r = await open.shift(); n += r.value.seen; }
console.log(ahead, n, performance.now() - t, process.memoryUsage().rss / 1e6);
}
host.close();
