/** What a process has used. */
export interface Use {
  /** Without what the collector of garbage keeps for later. */
  readonly rssBytes: number;
  readonly cpuMs: number;
}

/** Tells the parent, whatever it says, what this process uses. */
export function tellUse(): void {
  const collect = () => global.gc?.({ type: "major", execution: "sync", flavor: "last-resort" });
  process.on("message", () => {
    const { user, system } = process.cpuUsage();
    collect();
    setTimeout(() => {
      collect();
      process.send?.({ rssBytes: process.memoryUsage.rss(), cpuMs: (user + system) / 1000 } satisfies Use);
    }, 500);
  });
}
